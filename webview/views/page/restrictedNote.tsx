import * as l10n from '@vscode/l10n';
import { LinkButton } from '../../ui/linkButton';
import { Note } from '../../ui/note';
import { usePage } from './usePage';

/** Why the model is read but not run. */
export function RestrictedNote() {
  const store = usePage();
  const { runnable, trust } = store.state.value;
  if (!runnable)
    return (
      <Note kind="info">
        {l10n.t('This folder has no local path. The model is read, not run.')}
        {trust === 'trusted' ? (
          <>
            {' '}
            <LinkButton onClick={() => store.act({ kind: 'copyAndProfile' })}>{l10n.t('Copy and Profile…')}</LinkButton>
          </>
        ) : undefined}
      </Note>
    );
  return (
    <Note kind="restricted">
      {l10n.t('Restricted Mode: the model is read, not run. MACs, parameters and memory are shown. Latency needs a trusted workspace.')}
      <br />
      <LinkButton onClick={() => store.act({ kind: 'manageTrust' })}>{l10n.t('Manage Workspace Trust')}</LinkButton>
    </Note>
  );
}
