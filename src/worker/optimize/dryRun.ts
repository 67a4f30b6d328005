import { analyze } from '../../analysis/analyze';
import { openModel } from '../../onnx/openModel';
import { IDENTITY } from '../../shared/graph/provenance';
import type { Graph } from '../../shared/graph/graph';
import { mainGraph } from '../../shared/graph/traversal';
import type { DryRunRequest } from '../../shared/report/jobRequest';
import type { DryRun } from '../../shared/report/passDescription';
import type { JobContext } from '../jobContext';
import { runPasses } from './runPasses';

/** What a pass would do to a model, layer by layer, without data, without the runtime and without writing anything. Throws what planning throws. */
export async function dryRun(request: DryRunRequest, context: JobContext): Promise<DryRun> {
  const model = await openModel(request.path, { trusted: request.trusted ?? false, signal: context.signal });
  try {
    const graph: Graph = { ...model.graph, provenance: IDENTITY };
    const dims = new Map(Object.entries(request.dims));
    const known = new WeakMap<Graph, ReturnType<typeof analyze>>();
    const analyzed = (of: Graph): ReturnType<typeof analyze> => {
      const analysis = known.get(of) ?? analyze(of, model.readerOf(of), { dims });
      known.set(of, analysis);
      return analysis;
    };
    const { last, graph: after } = await runPasses(graph, [request.pass], {
      readerOf: of => model.readerOf(of),
      analyze: analyzed,
      laboratory: undefined,
      onPass: () => undefined,
    });
    return {
      pass: request.pass.id,
      layers: [...last.layers].sort((a, b) => a.node - b.node),
      nodesBefore: mainGraph(graph).nodeCount,
      nodesAfter: mainGraph(after).nodeCount,
      notes: last.notes,
    };
  } finally {
    await model.close();
  }
}
