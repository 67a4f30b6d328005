import { useMemo } from 'preact/hooks';
import { defaultUnit } from '../model/buildLayerModel';
import { matchLayer } from '../model/matchLayer';
import { usePage } from '../page/usePage';
import { FilterBar } from './filterBar';
import { LayerTable } from './layerTable';
import { NoMatch } from './noMatch';
import { RowsSkeleton } from '../page/rowsSkeleton';

/** All layers, kernels or nodes as a table (design spec 4.5). */
export function LayersView() {
  const store = usePage();
  const view = store.view.value;
  const profile = store.profile.value;
  const chosen = store.ui.value.unit;
  const unit =
    view === undefined
      ? 'layers'
      : chosen === undefined || (chosen === 'kernels' && profile === undefined)
        ? defaultUnit(view, profile)
        : chosen;
  const model = store.modelOf(unit) ?? store.beginning.value;
  const terms = store.terms.value;
  const brush = store.brush.value;
  const main = store.model.value;
  const layers = useMemo(() => {
    const brushed =
      brush === undefined || main === undefined ? undefined : new Set(main.layers.slice(...brush).flatMap(({ nodes }) => nodes));
    if (brushed === undefined && terms.length === 0) return Array.from(model?.layers.keys() ?? []);
    return (model?.layers ?? []).flatMap((layer, index) => {
      const isBrushed = brushed === undefined || layer.nodes.some(node => brushed.has(node));
      return isBrushed && model !== undefined && matchLayer(model, index, terms) ? [index] : [];
    });
  }, [model, terms, brush, main]);
  return (
    <div class="layers">
      <FilterBar model={model} layers={layers} />
      {model === undefined ? <RowsSkeleton /> : layers.length === 0 ? <NoMatch /> : <LayerTable model={model} layers={layers} />}
    </div>
  );
}
