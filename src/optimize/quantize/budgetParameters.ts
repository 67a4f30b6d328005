import type { AccuracyBudget } from '../../shared/report/accuracyBudget';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { PassParameter } from '../../shared/report/passDescription';
import type { PassParameters } from '../../shared/report/suggestion';
import { parameterText } from '../parameterText';

const PERCENT = 100;

export const MAX_DROP: PassParameter = {
  name: 'max-drop',
  title: 'Most Points Lost',
  type: 'number',
  minimum: 0,
  maximum: PERCENT,
  description:
    'Points of accuracy that may be lost. Needs labels: with the data, or as labelled data of their own. Give this or the least agreement.',
};

export const MIN_AGREEMENT: PassParameter = {
  name: 'min-agreement',
  title: 'Least Agreement in Percent',
  type: 'number',
  minimum: 0,
  maximum: PERCENT,
  description:
    'Share of the data that must keep their largest output (or, where there are no classes, outputs within 10 %). Needs no labels.',
};

/** The budget that a pass was given. Throws `usage` for none and for both. */
export function budgetOf(id: string, parameters: PassParameters): AccuracyBudget {
  const [drop, agreement] = [parameters[MAX_DROP.name], parameters[MIN_AGREEMENT.name]];
  if (typeof drop === 'number' && agreement === undefined) return { kind: 'max-drop', limit: drop / PERCENT };
  if (typeof agreement === 'number' && drop === undefined) return { kind: 'min-agreement', limit: agreement / PERCENT };
  const problem = drop === undefined ? 'was given no budget' : 'was given two budgets';
  throw new LayerwiseError(
    'usage',
    `${id} ${problem}. Say either how many points of accuracy may be lost, with labels (${parameterText(id, MAX_DROP, '0.5')}), or how much of the data must keep its result, without labels (${parameterText(id, MIN_AGREEMENT, '99')}).`,
  );
}
