import * as l10n from '@vscode/l10n';
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
      <h2>{l10n.t('Labelled data')}</h2>
      {evaluation === undefined ? (
        <Button compact secondary icon="folder-opened" onClick={choose}>
          {l10n.t('Choose Folder…')}
        </Button>
      ) : (
        <DataPath label={evaluation.label} onBrowse={choose} />
      )}
      <p class="sm muted">
        {evaluation === undefined
          ? l10n.t('None: agreement with the original is measured, accuracy is not.')
          : l10n.t('Accuracy is measured on all of it before and after. No method is fitted on it.')}
      </p>
    </div>
  );
}
