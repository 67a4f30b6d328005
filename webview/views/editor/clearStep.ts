import { graphPlace } from '../page/graphPlace';
import type { PageStore } from '../page/pageStore';

/** Escape: cards, overlay, several layers, brush, filter, path, open bodies, selection, in this order, one at a time. */
export function clearStep(store: PageStore): void {
  if (store.closeCards()) return;
  if (store.overlay.value !== undefined) store.overlay.value = undefined;
  else if (store.chosen.value !== undefined) store.chooseOne();
  else if (store.brush.value !== undefined) store.brush.value = undefined;
  else if (store.ui.value.filter !== '') store.arrange({ filter: '' });
  else if (store.ui.value.graphPath) store.arrange({ graphPath: false });
  else if (store.shownView.value === 'graph' && store.ui.value.graphBodies.length > 0) clearBody(store);
  else store.select(undefined);
}

/** Of a body the selection first, then the body itself. */
function clearBody(store: PageStore): void {
  if (graphPlace(store.ui.value).selected === undefined) {
    store.graphFocus.value = true;
    store.leaveBody();
  } else store.arrangeGraph({ selected: undefined });
}
