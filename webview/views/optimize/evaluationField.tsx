import { Button } from '../../ui/button';
import { usePage } from '../page/usePage';
import { DataPath } from './calibrationField';

/** Labelled data, on which accuracy itself is judged. */
export function EvaluationField() {
  const store = usePage();
  const { evaluation } = store.state.value;
  const choose = () => store.act({ kind: 'chooseEvaluation' });
  return (
    <div class="plan-field">
      <h2>Labelled data</h2>
      {evaluation === undefined ? (
        <Button compact secondary icon="folder-opened" onClick={choose}>
          Choose Folder…
        </Button>
      ) : (
        <DataPath label={evaluation.label} onBrowse={choose} />
      )}
      <p class="sm muted">
        {evaluation === undefined
          ? 'None: agreement with the original is measured, accuracy is not.'
          : 'Accuracy is measured on all of it before and after. No method is fitted on it.'}
      </p>
    </div>
  );
}
