import type { ModelState } from '../../../src/shared/protocol/hostWebview';
import { usePage } from '../page/usePage';
import { suggestedFor, type Goal } from './goal';
import { NOTHING_CHOSEN, type PassChoice } from './passChoice';
import type { StoredChoice } from './storedChoice';

/**
 * What the form has chosen. It stays while the page is hidden or read again, until the user comes for something else; layers that were left as they are, while
 * the file has the same graph.
 */
export function usePassChoice(): readonly [PassChoice, (choice: PassChoice) => void] {
  const store = usePage();
  const { focusPass, focusParameters, focusLayers, skeletonHash } = store.state.value;
  const focus = JSON.stringify([focusPass, focusParameters, focusLayers]);
  const { passChoice } = store.ui.value;
  const choice = passChoice?.focus === focus ? choiceIn(skeletonHash, passChoice) : firstChoice(store.state.value);
  return [choice, next => store.arrange({ passChoice: { focus, skeletonHash, choice: next } })];
}

/** An id of a node means another layer in another graph. */
function choiceIn(skeletonHash: string, { skeletonHash: chosenIn, choice }: StoredChoice): PassChoice {
  return chosenIn === skeletonHash ? choice : { ...choice, excluded: [] };
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
