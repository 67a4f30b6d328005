import * as l10n from '@vscode/l10n';
import { useMemo } from 'preact/hooks';
import { Button } from '../../ui/button';
import { usePage } from '../page/usePage';
import { layersOf, type GraphScene } from './graphScene';
import { pathThrough } from './pathThrough';

/** The layers on the path through what is selected or under the cursor, while the graph is to show that; one element per layer, 1 for those on it. */
export function usePath(scene: GraphScene, cursor: number, selectedLayer: number): Uint8Array | undefined {
  const isShown = usePage().ui.value.graphPath;
  const box = scene.graph.boxes[cursor];
  const seeds = box !== undefined && box.end > box.first ? layersOf(scene, box) : selectedLayer < 0 ? undefined : [selectedLayer];
  return useMemo(
    () => (isShown && seeds !== undefined ? pathThrough(scene.layerEdges, seeds, scene.model.layers.length) : undefined),
    [isShown, scene.layerEdges, scene.graph, cursor, selectedLayer],
  );
}

/** Says that the graph shows a path, and ends it. */
export function GraphPathNote({ path }: { readonly path: Uint8Array | undefined }) {
  const store = usePage();
  if (!store.ui.value.graphPath) return null;
  const count = path?.reduce((sum, isOn) => sum + isOn, 0);
  return (
    <div class="overlay graph-path sm">
      <span role="status">
        {count === undefined
          ? l10n.t('Select a layer to see the path through it.')
          : l10n.t('Path through the selection: {0} of {1} layers', count, path?.length ?? 0)}
      </span>
      <Button compact secondary onClick={() => store.arrange({ graphPath: false })}>
        {l10n.t('Show All')}
      </Button>
    </div>
  );
}
