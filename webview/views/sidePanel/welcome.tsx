import { Button } from '../../ui/button';
import { usePage } from '../page/usePage';

/** No model is open. */
export function Welcome() {
  const store = usePage();
  return (
    <main class="panel">
      <h1 class="visually-hidden">Layerwise</h1>
      <div class="welcome">
        <p>Open an ONNX model to see where its time, memory and parameters go.</p>
        <Button wide onClick={() => store.act({ kind: 'openModel' })}>
          Open Model…
        </Button>
        <Button wide secondary onClick={() => store.act({ kind: 'openSample' })}>
          Open Sample Model
        </Button>
        <p class="muted sm">
          Or right-click an .onnx file in the Explorer and choose <b>Profile Model</b>.
        </p>
      </div>
    </main>
  );
}
