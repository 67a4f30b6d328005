import * as l10n from '@vscode/l10n';
import { Button } from '../../ui/button';
import { usePage } from '../page/usePage';
import { filled } from '../../ui/filled';

/** No model is open. */
export function Welcome() {
  const store = usePage();
  return (
    <main class="panel">
      <h1 class="visually-hidden">Layerwise</h1>
      <div class="welcome">
        <p>{l10n.t('Open an ONNX model to see where its time, memory and parameters go.')}</p>
        <Button wide onClick={() => store.act({ kind: 'openModel' })}>
          {l10n.t('Open Model…')}
        </Button>
        <Button wide secondary onClick={() => store.act({ kind: 'openSample' })}>
          {l10n.t('Open Sample Model')}
        </Button>
        <p class="muted sm">
          {filled(l10n.t('Or right-click an .onnx file in the Explorer and choose {0}.'), <b>{l10n.t('Profile Model')}</b>)}
        </p>
      </div>
    </main>
  );
}
