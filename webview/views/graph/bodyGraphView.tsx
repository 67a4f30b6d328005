import * as l10n from '@vscode/l10n';
import type { LayerModel } from '../model/layerModel';
import { Note } from '../../ui/note';
import { Skeleton } from '../../ui/skeleton';
import { usePage } from '../page/usePage';
import { useViewKeys } from '../page/useViewKeys';
import { BodyPath } from './bodyPath';
import { GraphOf } from './graphOf';
import type { OpenBody } from '../page/graphPlace';
import { useOpenBody } from './useOpenBody';

/** The graph of a body in place of the one around it, with the way that leads back. */
export function BodyGraphView({ page, way }: { readonly page: LayerModel; readonly way: readonly OpenBody[] }) {
  const store = usePage();
  const answer = useOpenBody(page, way);
  useViewKeys(event => {
    if (event.key !== 'Backspace') return false;
    store.graphFocus.value = true;
    store.leaveBody();
    return true;
  });
  const scale = answer.state === 'done' ? store.scaleOf(answer.value) : undefined;
  return (
    <div class="graph-levels">
      <BodyPath page={page} way={way} />
      {answer.state === 'waiting' ? (
        <div class="graph-level-note">
          <Skeleton width={220} />
        </div>
      ) : undefined}
      {answer.state === 'failed' ? (
        <div class="graph-level-note">
          <Note kind="error" role="alert">
            {l10n.t('This body cannot be shown: {0}', answer.message)}
          </Note>
        </div>
      ) : undefined}
      {answer.state === 'done' && scale !== undefined ? <GraphOf model={answer.value} scale={scale} /> : undefined}
    </div>
  );
}
