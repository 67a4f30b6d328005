import type { Budgets } from '../../../src/shared/report/budgetState';
import { usePage } from '../page/usePage';

/** What the form says that a result may lose, as shares. */
export function useBudgets(): Budgets {
  const { budgetPercent, budgetPoints } = usePage().ui.value;
  return { drop: budgetPoints / 100, agreement: budgetPercent / 100 };
}
