import * as l10n from '@vscode/l10n';
import type { ErrorInfo } from '../../../src/shared/report/layerwiseError';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { usePage } from './usePage';

/** The file cannot be read: what happened, and what can be done. */
export function FailedPage({ error }: { readonly error: ErrorInfo }) {
  const store = usePage();
  return (
    <main class="failed">
      <Icon name="error" size={18} class="status-error" />
      <div class="col">
        <h1>{store.state.value.fileName}</h1>
        <p role="alert">{error.message}</p>
        <div class="row wrap">
          <Button icon="refresh" onClick={() => store.act({ kind: 'reload' })}>
            {l10n.t('Try Again')}
          </Button>
          <Button secondary onClick={() => store.act({ kind: 'openAsHex' })}>
            {l10n.t('Open as Hex')}
          </Button>
          <Button secondary icon="output" onClick={() => store.act({ kind: 'showLog' })}>
            {l10n.t('Show Log')}
          </Button>
        </div>
      </div>
    </main>
  );
}
