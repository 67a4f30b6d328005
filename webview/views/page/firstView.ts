import type { ModelState } from '../../../src/shared/protocol/hostWebview';
import type { ViewId } from './uiState';

/** Of more nodes the table is there sooner than a graph can be laid out. */
const MOST_NODES = 20_000;

/** What an editor shows until the user chose a view: the graph; the table to a screen reader (design spec 9), and of very large models. */
export function firstView({ model, beginning }: Pick<ModelState, 'model' | 'beginning'>): ViewId {
  const isRead = document.body.classList.contains('vscode-using-screen-reader');
  return isRead || beginning !== undefined || (model?.nodeOps.length ?? 0) > MOST_NODES ? 'layers' : 'graph';
}
