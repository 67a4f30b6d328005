import type { PassCall } from '../../../src/shared/report/jobRequest';
import type { PassDescription } from '../../../src/shared/report/passDescription';
import type { ParameterValue } from '../../../src/shared/report/suggestion';

/** What the form has chosen. Passes run in the order of the pass table. */
export interface PassChoice {
  readonly chosen: readonly string[];
  /** Values that differ from the defaults, per pass. */
  readonly parameters: ReadonlyMap<string, ReadonlyMap<string, ParameterValue>>;
  /** Nodes that the user takes out of every pass. */
  readonly excluded: readonly number[];
}

export const NOTHING_CHOSEN: PassChoice = { chosen: [], parameters: new Map(), excluded: [] };

/**
 * The calls that a choice stands for; `only` restricts them to the layers that the user came from. A pass that works within a budget gets the one of the form,
 * `budgetPercent` of agreement, unless it was given its own.
 */
export function passCalls(
  passes: readonly PassDescription[],
  choice: PassChoice,
  only: readonly number[],
  budgetPercent: number,
): readonly PassCall[] {
  return passes
    .filter(({ id }) => choice.chosen.includes(id))
    .map(pass => ({
      id: pass.id,
      parameters: { ...budgetOf(pass, choice, budgetPercent), ...Object.fromEntries(choice.parameters.get(pass.id) ?? []) },
      ...(choice.excluded.length === 0 ? {} : { exclude: choice.excluded }),
      ...(only.length === 0 ? {} : { only }),
    }));
}

function budgetOf({ id, parameters }: PassDescription, choice: PassChoice, budgetPercent: number): PassCall['parameters'] {
  const budgets = parameters.filter(({ name }) => name === 'min-agreement' || name === 'max-drop');
  const isGiven = budgets.some(({ name }) => choice.parameters.get(id)?.has(name) === true);
  return budgets.some(({ name }) => name === 'min-agreement') && !isGiven ? { 'min-agreement': budgetPercent } : {};
}

export function togglePass(choice: PassChoice, id: string, on: boolean): PassChoice {
  const others = choice.chosen.filter(other => other !== id);
  return { ...choice, chosen: on ? [...others, id] : others };
}

export function setParameter(choice: PassChoice, pass: string, name: string, value: ParameterValue | undefined): PassChoice {
  const own = new Map(choice.parameters.get(pass) ?? []);
  if (value === undefined) own.delete(name);
  else own.set(name, value);
  return { ...choice, parameters: new Map([...choice.parameters, [pass, own]]) };
}

export function toggleExcluded(choice: PassChoice, node: number): PassChoice {
  const { excluded } = choice;
  return { ...choice, excluded: excluded.includes(node) ? excluded.filter(other => other !== node) : [...excluded, node] };
}

/** `NAME.int8.onnx`: where the result will be written, before the host numbers it. */
export function outputName(fileName: string, passes: readonly PassDescription[], choice: PassChoice): string {
  const tags = passes.filter(({ id, fileTag }) => choice.chosen.includes(id) && fileTag !== '').map(({ fileTag }) => fileTag);
  const stem = fileName.replace(/\.onnx$/, '');
  return [stem, [...new Set(tags)].join('-'), 'onnx'].filter(Boolean).join('.');
}
