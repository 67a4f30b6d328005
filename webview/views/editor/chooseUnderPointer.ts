import { isByKey, LAYER_CONTEXT } from '../page/layerContext';
import type { PageStore } from '../page/pageStore';

/**
 * Before VS Code shows its menu: the layer below the pointer is what it is about, unless that is one of those that are chosen; there is none where the pointer is on
 * no layer. By its key it is about the layer that is selected, wherever the pointer rests.
 */
export function chooseUnderPointer(store: PageStore, event: MouseEvent): void {
  const model = store.model.value;
  const [hovered, { target }] = [store.hovered.value, event];
  if (model === undefined || !(target instanceof Element)) return;
  if (target.closest('[data-vscode-context]')?.getAttribute('data-vscode-context') !== LAYER_CONTEXT) return;
  if (isByKey(event)) return;
  if (hovered === undefined) event.preventDefault();
  else if (store.chosenIn(model)?.[hovered] !== 1) store.select(model.layers[hovered]?.key);
}
