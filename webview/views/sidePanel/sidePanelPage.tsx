import { useLayoutEffect } from 'preact/hooks';
import { assertNever } from '../../../src/shared/base/assertNever';
import { showRamp } from '../../ui/theme';
import { useFileDifference } from '../compare/useFileDifference';
import { ErrorNote } from '../page/errorNote';
import { useSkeleton } from '../page/useSkeleton';
import { usePage } from '../page/usePage';
import { PanelSkeleton } from './panelSkeleton';
import { PanelView } from './panelView';
import { Welcome } from './welcome';

/** The side panel: heat strip, suggestions, variants and the running job of the model in front (design spec, surface B). */
export function SidePanelPage() {
  const store = usePage();
  const { phase, error, fileName } = store.state.value;
  useFileDifference(false);
  const ramp = store.column.value?.ramp ?? 'heat';
  useLayoutEffect(() => showRamp(ramp), [ramp]);
  const model = store.model.value;
  const isSkeleton = useSkeleton(model === undefined && phase !== 'empty' && phase !== 'failed');
  switch (phase) {
    case 'empty':
      return <Welcome />;
    case 'failed':
      return (
        <main class="panel">
          <div class="panel-head">
            <h1 class="trunc">{fileName}</h1>
          </div>
          <div class="panel-note">{error === undefined ? undefined : <ErrorNote error={error} />}</div>
        </main>
      );
    case 'loading':
    case 'static':
    case 'profiling':
    case 'ready':
    case 'crashed':
      return model === undefined || isSkeleton ? <PanelSkeleton isShown={isSkeleton} /> : <PanelView model={model} />;
    default:
      return assertNever(phase);
  }
}
