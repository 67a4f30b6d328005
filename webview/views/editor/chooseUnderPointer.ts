import { LAYER_CONTEXT } from '../page/layerContext';
import type { PageStore } from '../page/pageStore';

/** Before VS Code shows its menu: the layer below the pointer is what it is about, unless that is one of those that are chosen. */
export function chooseUnderPointer(store: PageStore, event: MouseEvent): void {
  const model = store.model.value;
  const [hovered, { target }] = [store.hovered.value, event];
  if (model === undefined || hovered === undefined || !(target instanceof Element)) return;
  if (target.closest('[data-vscode-context]')?.getAttribute('data-vscode-context') !== LAYER_CONTEXT) return;
  if (store.chosenIn(model)?.[hovered] !== 1) store.select(model.layers[hovered]?.key);
}
