import { areClassScores } from '../../../src/shared/report/areClassScores';
import type { DataPreview } from '../../../src/shared/report/dataPreview';
import type { Answer } from '../page/useAnswer';
import { usePage } from '../page/usePage';
import type { Budget } from './budget';

/** Points of accuracy where samples have labels, beside the model or among the data, and the model gives class scores; else agreement. */
export function useBudget(preview: Answer<DataPreview>): Budget {
  const store = usePage();
  const { budgetPercent, budgetPoints } = store.ui.value;
  const { evaluation, model } = store.state.value;
  const hasLabels = evaluation !== undefined || (preview.state === 'done' && preview.value.hasLabels);
  const hasScores = model?.analysis.outputs.some(({ dtype, shape }) => areClassScores(dtype, shape)) ?? true;
  const judgedBy = hasScores ? 'classes' : 'outputs';
  return hasLabels && hasScores
    ? { kind: 'max-drop', limit: budgetPoints, judgedBy }
    : { kind: 'min-agreement', limit: budgetPercent, judgedBy };
}
