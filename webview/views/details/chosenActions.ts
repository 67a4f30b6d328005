import type { PageStore } from '../page/pageStore';
import { shownChoice } from '../layers/shownLayers';

/** Nodes of the layers that are chosen and shown, else of the selected one. */
export function chosenNodes(store: PageStore): readonly number[] {
  const choice = shownChoice(store);
  const model = choice?.model ?? store.model.value;
  if (model === undefined) return [];
  const layers = choice?.layers ?? [store.selectedIn(model)];
  return [...new Set(layers.flatMap(layer => model.layers[layer]?.nodes ?? []))];
}

/** Has the host write the chosen layers as a model of their own. */
export function extractChosen(store: PageStore): void {
  const nodes = chosenNodes(store);
  if (nodes.length > 0) store.act({ kind: 'extractLayers', nodes });
}

/** Opens the Optimize page for the chosen layers alone. */
export function optimizeChosen(store: PageStore): void {
  const layers = chosenNodes(store);
  if (layers.length > 0) store.act({ kind: 'openOptimize', layers });
}
