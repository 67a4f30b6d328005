import * as l10n from '@vscode/l10n';
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
    <div class="overlay graph-controls" role="group" aria-label={l10n.t('Zoom')}>
      <IconButton icon="remove" label={l10n.t('Zoom Out (−)')} onClick={ask('zoomOut')} />
      <span class="graph-zoom muted">{`${Math.round(zoom * 100)}\u202f%`}</span>
      <IconButton icon="add" label={l10n.t('Zoom In (+)')} onClick={ask('zoomIn')} />
      <IconButton icon="screen-full" label={l10n.t('Fit (0)')} onClick={ask('fit')} />
      <IconButton
        icon="type-hierarchy"
        label={graphPath ? l10n.t('Show All (P)') : l10n.t('Only the Path Through the Selection (P)')}
        pressed={graphPath}
        onClick={() => store.arrange({ graphPath: !graphPath })}
      />
      <IconButton icon="collapse-all" label={l10n.t('Collapse All')} onClick={ask('collapseAll')} />
      <IconButton
        icon={graphDirection === 'down' ? 'arrow-down' : 'arrow-right'}
        label={graphDirection === 'down' ? l10n.t('Runs Down, Turn Right (R)') : l10n.t('Runs Right, Turn Down (R)')}
        onClick={turn}
      />
    </div>
  );
}
