import { IconButton } from '../../ui/iconButton';
import type { GraphRequest } from '../page/pageStore';
import { usePage } from '../page/usePage';

/** Zoom, fit, direction, collapse: what keys do, for the pointer. */
export function GraphControls({ zoom }: { readonly zoom: number }) {
  const store = usePage();
  const { graphDirection, graphPath } = store.ui.value;
  const ask = (kind: GraphRequest['kind']) => () => (store.graphRequest.value = { kind });
  const turn = () => store.arrange({ graphDirection: graphDirection === 'down' ? 'right' : 'down' });
  return (
    <div class="overlay graph-controls" role="group" aria-label="Zoom">
      <IconButton icon="remove" label="Zoom Out (−)" onClick={ask('zoomOut')} />
      <span class="graph-zoom muted">{`${Math.round(zoom * 100)}\u202f%`}</span>
      <IconButton icon="add" label="Zoom In (+)" onClick={ask('zoomIn')} />
      <IconButton icon="screen-full" label="Fit (0)" onClick={ask('fit')} />
      <IconButton
        icon="type-hierarchy"
        label={graphPath ? 'Show All (P)' : 'Only the Path Through the Selection (P)'}
        pressed={graphPath}
        onClick={() => store.arrange({ graphPath: !graphPath })}
      />
      <IconButton icon="collapse-all" label="Collapse All" onClick={ask('collapseAll')} />
      <IconButton
        icon={graphDirection === 'down' ? 'arrow-down' : 'arrow-right'}
        label={graphDirection === 'down' ? 'Runs Down, Turn Right (R)' : 'Runs Right, Turn Down (R)'}
        onClick={turn}
      />
    </div>
  );
}
