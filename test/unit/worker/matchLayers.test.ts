import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/analysis/analyze';
import type { Graph } from '../../../src/shared/graph/graph';
import type { Kernel } from '../../../src/shared/report/latency';
import { matchLayers, type MeasuredModel } from '../../../src/worker/matchLayers';
import { memoryReader } from '../../fixtures/passInput';
import { SAMPLE_ENVIRONMENT, sampleLatency } from '../../fixtures/sampleLatency';
import { sketchGraph } from '../../fixtures/sketchGraph';

const BASE = sketchGraph({
  inputs: { x: [1, 4], u: [4, 4], v: [4, 4] },
  outputs: ['z'],
  nodes: [
    ['MatMul', ['x', 'u'], ['y']],
    ['MatMul', ['y', 'v'], ['z']],
  ],
});

function measured(graph: Graph, timesMs: readonly (readonly [node: number, ms: number])[]): MeasuredModel {
  const kernels = timesMs.map(([anchor, medianMs], id): Kernel => {
    const named = { id, name: `k${id}`, op: 'Relu', provider: 'CPUExecutionProvider', outputShape: [] };
    return { ...named, covers: [anchor], anchor, added: false, medianMs, lowMs: medianMs, highMs: medianMs };
  });
  const profile = { latency: sampleLatency(), kernels, environment: SAMPLE_ENVIRONMENT, floorMs: 0, inputShapes: {} };
  return { graph, analysis: analyze(graph, memoryReader(graph), { dims: new Map() }), profile };
}

describe('matchLayers', () => {
  it('follows the provenance that a variant carries', () => {
    const provenance = { isIdentity: false, nodeOrigins: [[1], [0], []], tensorOrigins: new Map(), axisMaps: new Map() };
    const variant: Graph = { ...BASE, provenance };
    const { layers, unmatchedMs } = matchLayers(
      measured(BASE, [
        [0, 1],
        [1, 2],
      ]),
      measured(variant, [
        [0, 5],
        [1, 7],
      ]),
    );
    expect(layers.map(({ baseMs, variantMs }) => [baseMs, variantMs])).toEqual([
      [1, 7],
      [2, 5],
    ]);
    expect(unmatchedMs).toBe(0);
  });

  it('else goes by the names of tensors, and keeps what matches nothing', () => {
    const other = sketchGraph({
      inputs: { x: [1, 4], u: [4, 4], v: [4, 4] },
      outputs: ['z'],
      nodes: [
        ['MatMul', ['x', 'u'], ['new']],
        ['MatMul', ['new', 'v'], ['z']],
      ],
    });
    const { layers, unmatchedMs } = matchLayers(
      measured(BASE, [
        [0, 1],
        [1, 2],
      ]),
      measured(other, [
        [0, 3],
        [1, 4],
      ]),
    );
    expect(layers.map(({ variantMs }) => variantMs)).toEqual([undefined, 4]);
    expect(unmatchedMs).toBe(3);
  });
});
