import * as l10n from '@vscode/l10n';
import { Button } from '../../ui/button';
import type { Layer } from '../model/layerModel';
import { usePage } from '../page/usePage';
import { DetailsSection } from './detailsSection';

/** The way to have the layer as a model of its own. */
export function ExtractSection({ layer }: { readonly layer: Layer }) {
  const store = usePage();
  if (layer.node < 0) return null;
  return (
    <DetailsSection id="extract" title={l10n.t('As a model of its own')}>
      <Button
        compact
        secondary
        action="extract-layer"
        title={l10n.t('Writes this layer, with its weights and what runs with it, as a new file beside the model, and opens it.')}
        disabled={store.state.value.trust === 'restricted'}
        onClick={() => store.act({ kind: 'extractLayers', nodes: layer.nodes })}
      >
        {l10n.t('Extract as New Model')}
      </Button>
    </DetailsSection>
  );
}
