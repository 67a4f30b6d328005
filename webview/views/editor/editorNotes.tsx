import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { Button } from '../../ui/button';
import { LinkButton } from '../../ui/linkButton';
import { Note } from '../../ui/note';
import type { LayerModel } from '../model/layerModel';
import { ErrorNote } from '../page/errorNote';
import { RestrictedNote } from '../page/restrictedNote';
import { usePage } from '../page/usePage';

/** Remarks between header and views: what keeps the numbers from being what they seem. */
export function EditorNotes({ model }: { readonly model: LayerModel }) {
  const store = usePage();
  const { error, changedOnDisk, trust, runnable, fileName, phase } = store.state.value;
  const notes: ComponentChildren[] = [];
  if (trust === 'restricted' || !runnable) notes.push(<RestrictedNote />);
  if (error !== undefined && error.reason !== 'cancelled') notes.push(<ErrorNote error={error} />);
  if (changedOnDisk !== undefined) {
    notes.push(
      <Note kind="warning" role="status">
        {l10n.t('{0} changed on disk. Results are from {1}.', fileName, changedOnDisk.at)}{' '}
        <LinkButton onClick={() => store.act({ kind: 'reload' })}>{l10n.t('Reload')}</LinkButton>
      </Note>,
    );
  }
  const problem = phase === 'profiling' ? undefined : missingDims(model);
  if (problem !== undefined) notes.push(<DimensionNote name={problem.name} suggested={problem.suggested} />);
  notes.push(
    ...model.view.analysis.problems
      .filter(({ severity }) => severity !== 'info')
      .slice(0, 1)
      .map(({ message }) => <Note kind="warning">{message}</Note>),
  );
  return notes.length === 0 ? null : <div class="editor-notes">{notes}</div>;
}

function missingDims(model: LayerModel) {
  return model.view.analysis.dims.find(({ value }) => value === undefined);
}

function DimensionNote({ name, suggested }: { readonly name: string; readonly suggested: number | undefined }) {
  const store = usePage();
  return (
    <Note kind="info" role="status">
      {l10n.t('Choose a value for {0} before profiling.', name)}{' '}
      {suggested === undefined ? undefined : (
        <>
          {l10n.t('{0} is suggested by the file.', suggested)}{' '}
          <Button compact secondary onClick={() => void store.host.setDims({ [name]: suggested }).catch(() => undefined)}>
            {l10n.t('Use {0}', suggested)}
          </Button>
        </>
      )}
    </Note>
  );
}
