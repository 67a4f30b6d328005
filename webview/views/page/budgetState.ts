import { agreementOnData } from '../../../src/shared/report/agreementOnData';
import type { OutputComparison } from '../../../src/shared/report/comparison';

export type BudgetState = 'meets' | 'below' | 'not certain';

/** Compares the whole interval of the agreement with the least that is wanted, 0..1 (design spec 8.3); random inputs decide nothing. */
export function budgetState(outputs: OutputComparison | undefined, budget: number): BudgetState | undefined {
  const agreement = agreementOnData(outputs);
  if (agreement === undefined) return undefined;
  if (agreement.low >= budget) return 'meets';
  return agreement.high < budget ? 'below' : 'not certain';
}
