import { defaultUnit } from '../model/buildLayerModel';
import { countChosen } from '../model/chosenLayers';
import type { FilterTerm } from '../model/filterQuery';
import { matchLayer } from '../model/matchLayer';
import type { LayerModel } from '../model/layerModel';
import type { PageStore } from '../page/pageStore';

/** The model in the unit of the table's rows; `undefined` while it is read. */
export function tableModel(store: PageStore): LayerModel | undefined {
  const view = store.view.value;
  const profile = store.profile.value;
  const { unit } = store.ui.value;
  if (view === undefined) return undefined;
  if (unit === 'nodes' && store.terms.value.some(asksForFolded)) return store.allNodes();
  return store.modelOf(unit === undefined || (unit === 'kernels' && profile === undefined) ? defaultUnit(view, profile) : unit);
}

/** `folded:yes`: constants and what depends on them alone are no rows otherwise. */
function asksForFolded(term: FilterTerm): boolean {
  return term.kind === 'flag' && term.field === 'folded' && term.on !== term.negated;
}

/** Layers of a model that pass the filter and the brush of the spine, in execution order. */
export function shownLayers(store: PageStore, model: LayerModel): readonly number[] {
  const terms = store.terms.value;
  const brush = store.brush.value;
  const main = store.model.value;
  const brushed =
    brush === undefined || main === undefined ? undefined : new Set(main.layers.slice(...brush).flatMap(({ nodes }) => nodes));
  if (brushed === undefined && terms.length === 0) return Array.from(model.layers.keys());
  return model.layers.flatMap((layer, index) => {
    const isBrushed = brushed === undefined || layer.nodes.some(node => brushed.has(node));
    return isBrushed && matchLayer(model, index, terms) ? [index] : [];
  });
}

/** Several layers that are chosen, in the unit that they were chosen in. */
export interface ShownChoice {
  readonly model: LayerModel;
  /** Those that pass filter and brush, in execution order: what sums, copies and actions are about. */
  readonly layers: readonly number[];
  /** The others stay chosen until they are seen again. */
  readonly hidden: number;
}

/** `undefined` while no more than one layer is chosen. */
export function shownChoice(store: PageStore): ShownChoice | undefined {
  const chosen = store.chosen.value;
  if (chosen === undefined) return undefined;
  const { model, mask } = chosen;
  const layers = shownLayers(store, model).filter(layer => mask[layer] === 1);
  return { model, layers, hidden: countChosen(mask) - layers.length };
}
