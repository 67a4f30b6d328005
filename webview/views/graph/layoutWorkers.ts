import LayoutWorker from '../../layout/graph/layoutWorker?worker&inline';

let spare: Worker | undefined;

/** Starts a worker ahead of the first graph: it takes as long as the layout of a small one. */
export function prepareLayoutWorker(): void {
  spare ??= new LayoutWorker();
}

export function takeLayoutWorker(): Worker {
  const worker = spare ?? new LayoutWorker();
  spare = undefined;
  return worker;
}
