import * as l10n from '@vscode/l10n';
import type { Layer, LayerModel } from '../model/layerModel';
import { DetailsSection } from './detailsSection';

const MOST_SHOWN = 3;

/** Fusions that the runtime usually makes and did not make with a node of this layer, each with the condition that failed. */
export function MissedFusionsSection({ model, layer }: { readonly model: LayerModel; readonly layer: Layer }) {
  const missed = (model.profile?.missedFusions ?? []).filter(({ nodes }) => nodes.some(node => layer.nodes.includes(node)));
  if (missed.length === 0) return null;
  return (
    <DetailsSection id="missed" title={l10n.t('Did not run as one kernel')}>
      <ul class="reasons sm">
        {missed.slice(0, MOST_SHOWN).map(({ fusion, nodes, why }) => (
          <li key={`${fusion} ${nodes.join()}`}>
            <b>{fusion}</b>: {why}
          </li>
        ))}
      </ul>
      {missed.length > MOST_SHOWN ? <div class="muted xs">{l10n.t('{0} more', missed.length - MOST_SHOWN)}</div> : undefined}
    </DetailsSection>
  );
}
