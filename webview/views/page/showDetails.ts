import type { PageStore } from './pageStore';

/** Shows the details, which take the focus; the comparison has none. */
export function openDetails(store: PageStore): void {
  store.detailsFocus.value = hasDetails(store);
  show(store, true);
}

export function toggleDetails(store: PageStore): void {
  show(store, store.isNarrow.value ? store.overlay.value !== 'drawer' : !store.ui.value.detailsOpen);
}

function show(store: PageStore, isOpen: boolean): void {
  if (!hasDetails(store)) return;
  if (store.isNarrow.value) store.overlay.value = isOpen ? 'drawer' : undefined;
  else store.arrange({ detailsOpen: isOpen });
}

function hasDetails(store: PageStore): boolean {
  return store.shownView.value !== 'compare';
}
