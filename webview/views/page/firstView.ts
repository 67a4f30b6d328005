import type { ModelView } from '../../../src/shared/report/modelView';
import type { ViewId } from './uiState';

/** Of more nodes the table is there sooner than a graph can be laid out. */
const MOST_NODES = 20_000;

/** What an editor shows until the user chose a view: the graph; the table to a screen reader (design spec 9), and of very large models. */
export function firstView(view: ModelView | undefined): ViewId {
  const isRead = document.body.classList.contains('vscode-using-screen-reader');
  return isRead || (view?.nodeOps.length ?? 0) > MOST_NODES ? 'layers' : 'graph';
}
