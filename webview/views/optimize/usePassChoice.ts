import type { ModelState } from '../../../src/shared/protocol/hostWebview';
import { usePage } from '../page/usePage';
import { suggestedFor, type Goal } from './goal';
import { NOTHING_CHOSEN, type PassChoice } from './passChoice';

/** What the form has chosen. It stays while the page is hidden or read again, until the user comes for something else. */
export function usePassChoice(): readonly [PassChoice, (choice: PassChoice) => void] {
  const store = usePage();
  const { focusPass, focusParameters, focusLayers } = store.state.value;
  const focus = JSON.stringify([focusPass, focusParameters, focusLayers]);
  const { passChoice } = store.ui.value;
  const choice = passChoice?.focus === focus ? passChoice.choice : firstChoice(store.state.value);
  return [choice, next => store.arrange({ passChoice: { focus, choice: next } })];
}

/** The pass that the user came for, else what makes the model faster. */
function firstChoice({ focusPass, focusParameters = {}, suggestions }: ModelState): PassChoice {
  if (focusPass === undefined) return chooseFor(NOTHING_CHOSEN, 'latency', suggestions);
  return { ...NOTHING_CHOSEN, chosen: [focusPass], parameters: { [focusPass]: focusParameters } };
}

/** The methods that are suggested for a goal, with their parameters; none while nothing is known. */
export function chooseFor(choice: PassChoice, goal: Goal, suggestions: ModelState['suggestions']): PassChoice {
  const suggested = suggestedFor(goal, suggestions?.offered ?? []);
  const parameters = Object.fromEntries(suggested.map(({ pass, parameters }) => [pass, parameters]));
  return { ...choice, goal, chosen: suggested.map(({ pass }) => pass), parameters: { ...choice.parameters, ...parameters } };
}
