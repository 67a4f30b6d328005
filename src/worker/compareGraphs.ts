import { diffGraphs } from '../analysis/difference/diffGraphs';
import { matchGraphs } from '../analysis/difference/matchGraphs';
import { nodesInBase } from '../analysis/difference/nodesInBase';
import { openModel } from '../onnx/openModel';
import type { CompareGraphsRequest, ComparedGraphs } from '../shared/protocol/engineWorker';

/** What differs in the structure of two files, and which nodes stand for each other. Throws `LayerwiseError` for a file that is no model. */
export async function compareGraphs({ base, file, trusted }: CompareGraphsRequest): Promise<ComparedGraphs> {
  const before = await openModel(base, { trusted });
  try {
    const after = await openModel(file, { trusted });
    try {
      const matched = matchGraphs(before.graph, after.graph);
      return { token: after.token, toBase: nodesInBase(after.graph, matched), difference: diffGraphs(before, after, matched) };
    } finally {
      await after.close();
    }
  } finally {
    await before.close();
  }
}
