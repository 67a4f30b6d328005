import { analyze } from '../../../src/analysis/analyze';
import type { ReportContent } from '../../../src/report/reportContent';
import type { ReportVariant } from '../../../src/report/reportVariant';
import type { Kernel } from '../../../src/shared/report/latency';
import type { FixtureModel } from '../../fixtures/buildModel';
import { sampleProfile } from '../../engine/sampleProfile';
import { openFixture } from '../analysis/inferFixture';

/** A chain of `names.length` products with a 4×4 matrix, each node under its name. */
export function chainModel(names: readonly string[], ops: (index: number) => string = () => 'MatMul'): FixtureModel {
  return {
    inputs: [{ name: 'x', shape: [1, 4] }],
    outputs: [{ name: `t${String(names.length)}`, shape: [1, 4] }],
    initializers: [{ name: 'w', dims: [4, 4], values: Array.from({ length: 16 }, (_, index) => index) }],
    nodes: names.map((name, index) => ({
      op: ops(index),
      name,
      inputs: [`t${String(index)}`, 'w'].map(tensor => (tensor === 't0' ? 'x' : tensor)),
      outputs: [`t${String(index + 1)}`],
    })),
  };
}

/** Kernel n takes n + 1 ms on node n. */
export function kernelPerNode(count: number): readonly Kernel[] {
  return Array.from({ length: count }, (_, id) => {
    const medianMs = id + 1;
    return {
      ...sampleProfile().kernels[0]!,
      id,
      name: `k${String(id)}`,
      covers: [id],
      anchor: id,
      medianMs,
      lowMs: medianMs * 0.9,
      highMs: medianMs * 1.1,
    };
  });
}

export function contentOf(model: FixtureModel, kernels: readonly Kernel[] | undefined, change: Partial<ReportContent> = {}): ReportContent {
  const { graph, reader, byteLength } = openFixture(model);
  const analysis = analyze(graph, reader, { dims: new Map() });
  const profile = kernels === undefined ? undefined : { ...sampleProfile(), kernels };
  return {
    fileName: 'net.onnx',
    fileBytes: byteLength,
    graph,
    analysis,
    problems: analysis.problems,
    profile,
    environment: profile?.environment,
    onThisMachine: true,
    roofline: undefined,
    variants: [],
    layerwise: '0.1.0',
    date: '2026-01-02T03:04:05.000Z',
    ...change,
  };
}

const statistics = (medianMs: number) => ({ medianMs, lowMs: medianMs * 0.99, highMs: medianMs * 1.01 });

/** Twice as fast, half as large. */
export function fasterVariant(change: Partial<ReportVariant> = {}): ReportVariant {
  return {
    file: 'net.int8.onnx',
    parent: 'net.onnx',
    bytes: 100,
    passes: ['quantize-static:calibration=minmax'],
    fittedOn: '200 samples',
    latency: {
      of: 'net.onnx',
      before: statistics(57.6),
      after: statistics(28.8),
      speedup: { median: 2, low: 1.9, high: 2.1, verdict: 'faster', sessions: 3, deltaMs: { median: -28.8, low: -29.4, high: -28.2 } },
      runs: 40,
    },
    outputs: {
      samples: 500,
      inputs: 'held-back',
      maxAbs: 0.1,
      sqnrDb: 30,
      cosine: 0.99,
      verdict: 'close',
      top1Agreement: { value: 0.994, low: 0.983, high: 0.998 },
    },
    metric: undefined,
    layerMs: undefined,
    ...change,
  };
}
