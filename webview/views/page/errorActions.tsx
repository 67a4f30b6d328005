import * as l10n from '@vscode/l10n';
import type { ErrorInfo } from '../../../src/shared/report/layerwiseError';
import { Button } from '../../ui/button';
import { usePage } from './usePage';

/** Heading and buttons for a job that failed. */
export function ErrorActions({ error }: { readonly error: ErrorInfo }) {
  const store = usePage();
  const retry = nextRetry(error);
  return (
    <div class="row wrap error-actions">
      {retry === undefined ? undefined : (
        <Button compact action="retry" onClick={() => store.act({ kind: retry })}>
          {retry === 'retryWithoutFusions' ? l10n.t('Retry Without Fusions') : l10n.t('Retry Without Memory Arena')}
        </Button>
      )}
      {error.reason === 'changed-on-disk' || error.reason === 'stale-token' ? (
        <Button compact onClick={() => store.act({ kind: 'reload' })}>
          {l10n.t('Reload')}
        </Button>
      ) : undefined}
      <Button compact secondary onClick={() => store.act({ kind: 'showLog' })}>
        {l10n.t('Show Log')}
      </Button>
    </div>
  );
}

/** The next step of the retry ladder: without graph optimizations, then without the memory arena too; then there is none. */
function nextRetry({ reason, place }: ErrorInfo): 'retryWithoutFusions' | 'retryWithoutArena' | undefined {
  if (reason === 'runtime-error') return 'retryWithoutFusions';
  if (reason !== 'runtime-crash' || place?.without === 'arena') return undefined;
  return place?.without === 'fusions' ? 'retryWithoutArena' : 'retryWithoutFusions';
}
