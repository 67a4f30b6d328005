import type { PageStore } from '../page/pageStore';

/** Escape: overlay, brush, filter, path, selection, in this order, one at a time. */
export function clearStep(store: PageStore): void {
  if (store.overlay.value !== undefined) store.overlay.value = undefined;
  else if (store.brush.value !== undefined) store.brush.value = undefined;
  else if (store.ui.value.filter !== '') store.arrange({ filter: '' });
  else if (store.ui.value.graphPath) store.arrange({ graphPath: false });
  else store.select(undefined);
}
