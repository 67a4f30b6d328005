import type { ErrorInfo } from '../../../src/shared/report/layerwiseError';
import { Button } from '../../ui/button';
import { usePage } from './usePage';

/** Heading and buttons for a job that failed. */
export function ErrorActions({ error }: { readonly error: ErrorInfo }) {
  const store = usePage();
  const canRetry = error.reason === 'runtime-crash' || error.reason === 'runtime-error';
  return (
    <div class="row wrap error-actions">
      {canRetry ? (
        <Button compact action="retry" onClick={() => store.act({ kind: 'retryWithoutFusions' })}>
          Retry Without Fusions
        </Button>
      ) : undefined}
      {error.reason === 'changed-on-disk' || error.reason === 'stale-token' ? (
        <Button compact onClick={() => store.act({ kind: 'reload' })}>
          Reload
        </Button>
      ) : undefined}
      <Button compact secondary onClick={() => store.act({ kind: 'showLog' })}>
        Show Log
      </Button>
    </div>
  );
}
