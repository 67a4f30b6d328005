import { layerOfKey } from '../model/chosenLayers';
import type { LayerModel } from '../model/layerModel';
import type { PageStore } from './pageStore';

/** Layer of `model` that the pointer is on in any part of the page, −1 for none. */
export function hoveredIn(store: PageStore, model: LayerModel): number {
  const [page, hovered] = [store.model.value, store.hovered.value];
  if (page === undefined || hovered === undefined || model.body !== undefined) return -1;
  return model.layers === page.layers ? hovered : layerOfKey(model, page.layers[hovered]?.key ?? -1);
}

/** Says that the pointer came onto a layer of a model, −1 for none. */
export function hoverLayer(store: PageStore, model: LayerModel, layer: number): void {
  const page = store.model.value;
  if (page === undefined || model.body !== undefined) return;
  const found = model.layers === page.layers ? layer : layerOfKey(page, model.layers[layer]?.key ?? -1);
  store.hovered.value = found < 0 ? undefined : found;
}
