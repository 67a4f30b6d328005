import type { Analysis } from '../../../src/shared/report/analysis';
import type { PassCall } from '../../../src/shared/report/jobRequest';
import type { PassDescription, PassParameter } from '../../../src/shared/report/passDescription';
import type { ParameterValue, PassParameters } from '../../../src/shared/report/suggestion';
import type { Budget } from './budget';
import type { Goal } from './goal';
import { rangeOn, type Processor } from './processor';

/** What the form has chosen, as plain data that survive the page. Passes run in the order of the pass table. */
export interface PassChoice {
  /** What the methods were chosen for; `undefined` where the user came for one of them. */
  readonly goal: Goal | undefined;
  readonly chosen: readonly string[];
  /** Values that were given, per pass. */
  readonly parameters: Readonly<Record<string, PassParameters>>;
  /** Where the result is to run. */
  readonly processor: Processor;
  /** Nodes that the user takes out of every pass. */
  readonly excluded: readonly number[];
}

export const NOTHING_CHOSEN: PassChoice = { goal: undefined, chosen: [], parameters: {}, processor: 'this', excluded: [] };

/** What the form as a whole says about every pass. */
export interface CommonChoice {
  readonly budget: Pick<Budget, 'kind' | 'limit'>;
  /** The layers that the user came from; all where there are none. */
  readonly only: readonly number[];
  /** Open sizes of the model. */
  readonly dims?: Analysis['dims'];
}

/** What a pass can be told; one that is told sizes by name has a parameter for each open size of the model, as it is chosen now unless told. */
export function parametersOf({ parameters, others }: PassDescription, dims: Analysis['dims'] = []): readonly PassParameter[] {
  const sizes =
    others === undefined ? [] : dims.map(({ name, value }) => ({ ...others, name, title: name, ...(value && { default: value }) }));
  return [...parameters, ...sizes];
}

export function chosenPasses(passes: readonly PassDescription[], { chosen }: PassChoice): readonly PassDescription[] {
  return passes.filter(({ id }) => chosen.includes(id));
}

/** The calls that a choice stands for. */
export function passCalls(
  passes: readonly PassDescription[],
  choice: PassChoice,
  { budget, only, dims }: CommonChoice,
): readonly PassCall[] {
  const { excluded } = choice;
  return chosenPasses(passes, choice).map(pass => ({
    id: pass.id,
    parameters: {
      ...givenSizes(pass, dims),
      ...rangeOn(choice.processor, pass),
      ...withoutBudgets(choice.parameters[pass.id]),
      ...budgetParameter(pass, budget),
    },
    ...(excluded.length === 0 ? {} : { exclude: excluded }),
    ...(only.length === 0 ? {} : { only }),
  }));
}

function givenSizes(pass: PassDescription, dims: Analysis['dims'] = []): PassParameters {
  const given = pass.others === undefined ? [] : dims.flatMap(({ name, value }) => (value ? [[name, value] as const] : []));
  return Object.fromEntries(given);
}

/** What a suggestion proposed is not what the form says. */
function withoutBudgets(parameters: PassParameters = {}): PassParameters {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => !isBudget(name)));
}

/** Whether a parameter has a field of its own in the form, which all methods share. */
export function isBudget(name: string): boolean {
  return name === 'min-agreement' || name === 'max-drop';
}

function budgetParameter({ parameters }: PassDescription, { kind, limit }: CommonChoice['budget']): PassParameters {
  return parameters.some(({ name }) => name === kind) ? { [kind]: limit } : {};
}

export function togglePass(choice: PassChoice, id: string, on: boolean): PassChoice {
  const others = choice.chosen.filter(other => other !== id);
  return { ...choice, chosen: on ? [...others, id] : others };
}

/** `undefined` means the default again. */
export function setParameter(choice: PassChoice, pass: string, name: string, value: ParameterValue | undefined): PassChoice {
  const { [name]: _, ...others } = choice.parameters[pass] ?? {};
  return { ...choice, parameters: { ...choice.parameters, [pass]: value === undefined ? others : { ...others, [name]: value } } };
}

export function toggleExcluded(choice: PassChoice, node: number): PassChoice {
  const { excluded } = choice;
  return { ...choice, excluded: excluded.includes(node) ? excluded.filter(other => other !== node) : [...excluded, node] };
}
