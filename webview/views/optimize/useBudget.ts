import type { DataPreview } from '../../../src/shared/report/dataPreview';
import type { Answer } from '../page/useAnswer';
import { usePage } from '../page/usePage';
import type { Budget } from './budget';

/** Points of accuracy where samples have labels, beside the model or among the data, else agreement. */
export function useBudget(preview: Answer<DataPreview>): Budget {
  const store = usePage();
  const { budgetPercent, budgetPoints } = store.ui.value;
  const hasLabels = store.state.value.evaluation !== undefined || (preview.state === 'done' && preview.value.hasLabels);
  return hasLabels ? { kind: 'max-drop', limit: budgetPoints } : { kind: 'min-agreement', limit: budgetPercent };
}
