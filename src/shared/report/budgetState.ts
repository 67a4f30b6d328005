import { agreementOnData } from './agreementOnData';
import type { OutputComparison, TaskMetric } from './comparison';

export type BudgetState = 'meets' | 'below' | 'not certain';

/** What a variant may lose: a share of the samples in accuracy, where there are labels, and of those that keep their result. */
export interface Budgets {
  /** Largest drop of accuracy, 0..1. */
  readonly drop: number;
  /** Least agreement with the original, 0..1. */
  readonly agreement: number;
}

/** What is taken for enough while nobody said otherwise. */
export const DEFAULT_BUDGETS: Budgets = { drop: 0.01, agreement: 0.98 };

/** Compares both bounds of the drop of accuracy with the most that may be lost (design spec 8.3). */
export function dropState(metric: TaskMetric | undefined, most: number): BudgetState | undefined {
  const drop = metric?.drop;
  if (drop === undefined) return undefined;
  if (drop.high <= most) return 'meets';
  return drop.low > most ? 'below' : 'not certain';
}

/** Compares the whole interval of the agreement with the least that is wanted, 0..1 (design spec 8.3); random inputs decide nothing. */
export function budgetState(outputs: OutputComparison | undefined, budget: number): BudgetState | undefined {
  const agreement = agreementOnData(outputs);
  if (agreement === undefined) return undefined;
  if (agreement.low >= budget) return 'meets';
  return agreement.high < budget ? 'below' : 'not certain';
}
