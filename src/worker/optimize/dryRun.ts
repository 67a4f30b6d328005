import { analyze } from '../../analysis/analyze';
import { openModel } from '../../onnx/openModel';
import { IDENTITY } from '../../shared/graph/provenance';
import type { Graph } from '../../shared/graph/graph';
import type { DryRunRequest } from '../../shared/report/jobRequest';
import type { DryRun } from '../../shared/report/passDescription';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { fixDims } from '../fixDims';
import type { JobContext } from '../jobContext';
import { modelInputs } from '../modelInputs';
import { planLayers } from './planLayers';
import { runPasses } from './runPasses';

/** What passes would do to a model one after the other, layer by layer, without data, without the runtime and without writing anything. Throws what planning throws. */
export async function dryRun(request: DryRunRequest, context: JobContext): Promise<DryRun> {
  const model = await openModel(request.path, { trusted: request.trusted ?? false, signal: context.signal });
  try {
    const graph: Graph = { ...model.graph, provenance: IDENTITY };
    const sizes = sizesOf(graph, new Map(Object.entries(request.dims)));
    const known = new WeakMap<Graph, ReturnType<typeof analyze>>();
    const analyzed = (of: Graph): ReturnType<typeof analyze> => {
      const analysis = known.get(of) ?? analyze(of, model.readerOf(of), sizes);
      known.set(of, analysis);
      return analysis;
    };
    const passes = await runPasses(graph, request.passes, {
      readerOf: of => model.readerOf(of),
      analyze: analyzed,
      laboratory: undefined,
      onPass: () => undefined,
    });
    return planLayers(graph, analyzed(graph), request.passes, passes);
  } finally {
    await model.close();
  }
}

/** As a run has them: a batch of 1 unless it is chosen. What is open beside that stays open here, where a run would ask. */
function sizesOf(graph: Graph, dims: ReadonlyMap<string, number>): Parameters<typeof analyze>[2] {
  try {
    const fixed = fixDims(modelInputs(graph), { dims, inputShapes: new Map(), dataShapes: new Map(), batch: 1 });
    return { dims: fixed.dims, inputShapes: fixed.shapes };
  } catch (error) {
    if (error instanceof LayerwiseError) return { dims };
    throw error;
  }
}
