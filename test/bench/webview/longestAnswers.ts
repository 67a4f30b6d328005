import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EngineClient } from '../../../src/engineClient/engineClient';
import * as protocol from '../../../src/shared/protocol/hostEngine';
import { root } from '../../vscode/paths';

const BETWEEN_MS = 5;

/** Milliseconds that a question about one node waited at most, while all of a model was analysed and while what follows was found out. */
export interface LongestAnswers {
  readonly analysisMs: number;
  readonly suggestionsMs: number;
}

/** Opens a model in an engine of its own, as an editor does, and asks about a node all the time from when the first layers are there. */
export async function longestAnswers(file: string, storage: string): Promise<LongestAnswers> {
  const dist = path.join(root, 'dist');
  const program = { enginePath: path.join(dist, 'engine.js'), workerPath: path.join(dist, 'worker.js'), storage };
  const client = new EngineClient(program, () => undefined);
  try {
    const { model, token } = await client.request(protocol.openModel, { path: file, trusted: true, dims: {} });
    const opened = { model, token };
    const longestWhile = (work: Promise<unknown>): Promise<number> =>
      longest(work, () => client.request(protocol.nodeDetails, { ...opened, node: 0 }));
    const analysisMs = await longestWhile(client.request(protocol.modelView, opened));
    const suggestionsMs = await longestWhile(
      Promise.all([
        client.request(protocol.suggestions, { ...opened, data: 'none', threads: undefined }),
        client.request(protocol.roofline, { ...opened, measured: false, threads: undefined }),
      ]).then(() => client.request(protocol.sparsity, opened)),
    );
    return { analysisMs, suggestionsMs };
  } finally {
    await client.stop();
  }
}

async function longest(work: Promise<unknown>, ask: () => Promise<unknown>): Promise<number> {
  let [isDone, most] = [false, 0];
  const ended = work.finally(() => (isDone = true));
  while (!isDone) {
    const asked = performance.now();
    await ask();
    most = Math.max(most, performance.now() - asked);
    await sleep(BETWEEN_MS);
  }
  await ended;
  return most;
}
