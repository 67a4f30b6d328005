import { useMemo } from 'preact/hooks';
import { usePage } from '../page/usePage';
import { RowsSkeleton } from '../page/rowsSkeleton';
import { ChosenLine } from './chosenLine';
import { FilterBar } from './filterBar';
import { LayerTable } from './layerTable';
import { NoMatch } from './noMatch';
import { shownLayers, tableModel } from './shownLayers';

/** All layers, kernels or nodes as a table (design spec 4.5). */
export function LayersView() {
  const store = usePage();
  const whole = tableModel(store);
  const model = whole ?? store.beginning.value;
  const [terms, brush, main] = [store.terms.value, store.brush.value, store.model.value];
  const layers = useMemo(() => (model === undefined ? [] : shownLayers(store, model)), [model, terms, brush, main]);
  return (
    <div class="layers">
      <FilterBar model={whole} layers={layers} />
      {model === undefined ? <RowsSkeleton /> : layers.length === 0 ? <NoMatch /> : <LayerTable model={model} layers={layers} />}
      <ChosenLine />
    </div>
  );
}
