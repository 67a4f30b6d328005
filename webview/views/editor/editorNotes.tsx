import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import type { Problem } from '../../../src/shared/report/problem';
import { Button } from '../../ui/button';
import { LinkButton } from '../../ui/linkButton';
import { Note } from '../../ui/note';
import type { LayerModel } from '../model/layerModel';
import { ErrorNote } from '../page/errorNote';
import { ProfileNote } from '../page/profileNote';
import { profileRemark } from '../page/profileRemark';
import { RestrictedNote } from '../page/restrictedNote';
import { usePage } from '../page/usePage';

/** Remarks between header and views: what keeps the numbers from being what they seem. */
export function EditorNotes({ model }: { readonly model: LayerModel }) {
  const store = usePage();
  const { error, changedOnDisk, trust, runnable, fileName, phase, profile, job } = store.state.value;
  const notes: ComponentChildren[] = [];
  if (trust === 'restricted' || !runnable) notes.push(<RestrictedNote />);
  if (error !== undefined && error.reason !== 'cancelled') notes.push(<ErrorNote error={error} />);
  if (changedOnDisk !== undefined) {
    notes.push(
      <Note kind="warning" role="status">
        {l10n.t('{0} changed on disk. Results are from {1}.', fileName, changedOnDisk.at)}{' '}
        {profile !== undefined && trust === 'trusted' && runnable ? (
          <>
            <LinkButton onClick={() => store.act({ kind: 'profile' })}>{l10n.t('Profile Again')}</LinkButton>{' '}
          </>
        ) : undefined}
        <LinkButton onClick={() => store.act({ kind: 'reload' })}>{l10n.t('Reload')}</LinkButton>
      </Note>,
    );
  }
  // What is no warning would push away what the user reads.
  const remark = changedOnDisk === undefined && job === undefined ? profileRemark(store.state.value) : undefined;
  if (remark?.kind === 'warning') notes.push(<ProfileNote remark={remark} />);
  const problem = phase === 'profiling' ? undefined : missingDims(model);
  if (problem !== undefined) notes.push(<DimensionNote name={problem.name} suggested={problem.suggested} />);
  notes.push(
    ...model.view.analysis.problems
      .filter(({ severity }) => severity !== 'info')
      .slice(0, 1)
      .map(problem => <ProblemNote problem={problem} />),
  );
  return notes.length === 0 ? null : <div class="editor-notes">{notes}</div>;
}

/** A fault of the file, with what can be done about it. */
function ProblemNote({ problem: { reason, message, node } }: { readonly problem: Problem }) {
  const store = usePage();
  const { runnable } = store.state.value;
  return (
    <Note kind="warning">
      {message}{' '}
      {reason === 'external-data-missing' && runnable ? (
        <Button compact secondary action="locateData" onClick={() => store.act({ kind: 'locateData' })}>
          {l10n.t('Locate…')}
        </Button>
      ) : undefined}
      {typeof node === 'number' ? (
        <Button compact secondary action="showNode" onClick={() => store.select(node)}>
          {l10n.t('Show Node')}
        </Button>
      ) : undefined}
    </Note>
  );
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
          </Button>{' '}
        </>
      )}
      <Button compact secondary action="chooseSizes" onClick={() => store.act({ kind: 'chooseSizes' })}>
        {l10n.t('Choose…')}
      </Button>
    </Note>
  );
}
