import { analyze } from '../../../../src/analysis/analyze';
import { suggest } from '../../../../src/analysis/suggest/suggest';
import { openModel } from '../../../../src/onnx/openModel';
import type { Graph } from '../../../../src/shared/graph/graph';
import type { Profile } from '../../../../src/shared/report/latency';
import type { PassDescription } from '../../../../src/shared/report/passDescription';
import type { SuggestionReport } from '../../../../src/shared/report/suggestion';

/** A table with passes of these ids. */
export function passTable(...ids: readonly string[]): readonly PassDescription[] {
  return ids.map(id => ({ id, title: id, description: '', fileTag: id, parameters: [], needs: 'nothing', promise: 'lossy' }));
}

export const ALL_PASSES = passTable('clean', 'quantize-static', 'quantize-dynamic', 'prune-channels');

/** What is suggested for a file; `profileOf` makes up a measurement of its graph. */
export async function suggestFor(
  file: string,
  data: 'none' | 'unlabelled' | 'labelled' = 'unlabelled',
  profileOf: (graph: Graph) => Profile | undefined = () => undefined,
): Promise<SuggestionReport> {
  const model = await openModel(file);
  try {
    const analysis = analyze(model.graph, model.reader, { dims: new Map() });
    return suggest(model.graph, analysis, profileOf(model.graph), { data, passes: ALL_PASSES });
  } finally {
    await model.close();
  }
}

/** A measurement in which every Conv, Gemm and MatMul took one millisecond and everything else nothing, with one millisecond of overhead. */
export function evenProfile(graph: Graph, isa: readonly string[]): Profile {
  const nodes = graph.nodes.ops.flatMap((op, node) => (op === 'Conv' || op === 'Gemm' || op === 'MatMul' ? [node] : []));
  const kernels = nodes.map((node, id) => ({
    ...{ id, name: `k${String(id)}`, op: 'Conv', provider: 'CPUExecutionProvider', covers: [node], anchor: node, added: false },
    ...{ medianMs: 1, lowMs: 1, highMs: 1, outputShape: [] },
  }));
  const medianMs = kernels.length + 1;
  return {
    latency: {
      ...{ medianMs, lowMs: medianMs, highMs: medianMs, minMs: medianMs, p90Ms: medianMs, p99Ms: medianMs, runs: 10, warmupRuns: 3 },
      ...{
        confidence: 0.95,
        loadMs: 1,
        firstRunMs: 1,
        cpuMs: 1,
        peakRssBytes: 1,
        reliable: true,
        notes: [],
        samplesMs: new Float64Array(10),
      },
    },
    kernels,
    environment: {
      ...{ layerwise: '0', onnxruntime: '0', node: '20', os: 'test', cpu: 'test', cores: 1, isa, threads: 1, dims: {} },
      ...{ provider: 'CPUExecutionProvider', date: '2026-01-01T00:00:00Z', inputs: 'synthetic' },
    },
    floorMs: 0.02,
    inputShapes: {},
  };
}
