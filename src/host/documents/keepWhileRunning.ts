import type { Disposable } from '../../shared/base/disposable';
import type { DocumentReference, ModelDocuments } from './modelDocuments';

/** Keeps a document open as long as a job on it runs, also when its tabs are closed. */
export function keepWhileRunning(documents: ModelDocuments): Disposable {
  const running = new Map<string, DocumentReference>();
  return documents.onDidOpen(document => {
    const key = document.uri.toString();
    document.onDidChange(() => {
      if (document.state.job !== undefined && !running.has(key)) running.set(key, documents.acquire(document.uri));
      if (document.state.job !== undefined) return;
      running.get(key)?.dispose();
      running.delete(key);
    });
  });
}
