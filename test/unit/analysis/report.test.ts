import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/analysis/analyze';
import { buildModelView } from '../../../src/analysis/buildModelView';
import { nodeDetails } from '../../../src/analysis/nodeDetails';
import { buildReport } from '../../../src/analysis/report';
import { tensorStatistics } from '../../../src/analysis/tensorStatistics';
import type { Kernel } from '../../../src/shared/report/latency';
import type { FixtureModel } from '../../fixtures/buildModel';
import { sampleProfile } from '../../engine/sampleProfile';
import { expectValid } from '../../runner/cli/schemas';
import { openFixture } from './inferFixture';

const MODEL: FixtureModel = {
  inputs: [
    { name: 'x', shape: ['batch', 3, 8, 8] },
    { name: 'c', dtype: 'bool', shape: [] },
  ],
  initializers: [{ name: 'w', dims: [4, 3, 3, 3], values: Array.from({ length: 108 }, (_, index) => index / 54 - 1) }],
  nodes: [
    {
      op: 'Conv',
      name: 'conv',
      inputs: ['x', 'w'],
      outputs: ['a'],
      attributes: { strides: [2, 2], pads: [1, 1, 1, 1], kernel_shape: [3, 3] },
    },
    { op: 'Relu', name: 'relu', inputs: ['a'], outputs: ['b'] },
    { op: 'Dropout', name: 'drop', inputs: ['b'], outputs: ['d', ''] },
    {
      op: 'If',
      name: 'if',
      inputs: ['c'],
      outputs: ['y'],
      attributes: {
        then_branch: { graph: { nodes: [{ op: 'Relu', inputs: ['d'], outputs: ['t'] }], outputs: [{ name: 't' }] } },
        else_branch: { graph: { nodes: [{ op: 'Exp', inputs: ['d'], outputs: ['e'] }], outputs: [{ name: 'e' }] } },
      },
    },
  ],
  outputs: [{ name: 'y' }],
  metadata: { 'layerwise.parent': 'a'.repeat(64) },
};

interface Layer {
  readonly id: number | string;
  readonly macs: number | null;
  readonly outputs: readonly { readonly name: string; readonly shape: unknown; readonly symbolic: unknown }[];
  readonly latencyMs?: unknown;
  readonly kernel?: { readonly anchor: number } | null;
}

function report(dims: ReadonlyMap<string, number>, kernels?: readonly Kernel[]) {
  const { graph, reader, byteLength, problems } = openFixture(MODEL);
  const analysis = analyze(graph, reader, { dims });
  const profile = kernels === undefined ? undefined : { ...sampleProfile(), kernels };
  return buildReport({ file: 'm.onnx', model: { byteLength, graph, reader, problems }, analysis, profile });
}

function layersOf(value: Readonly<Record<string, unknown>>): readonly Layer[] {
  return value['layers'] as readonly Layer[];
}

describe('report', () => {
  it('is valid with and without sizes, and never invents them', () => {
    const symbolic = report(new Map());
    const concrete = report(new Map([['batch', 2]]));
    expectValid('report', symbolic);
    expectValid('report', concrete);
    expect(symbolic).toMatchObject({ model: { parent: 'a'.repeat(64), sha256: null }, totals: { macs: null, peakActivationBytes: null } });
    expect(symbolic['inputs']).toMatchObject([{ shape: [null, 3, 8, 8], symbolic: ['batch', 3, 8, 8] }, { shape: [] }]);
    expect(concrete['inputs']).toMatchObject([{ shape: [2, 3, 8, 8], symbolic: ['batch', 3, 8, 8] }, { shape: [] }]);
    expect(concrete).toMatchObject({ totals: { macs: 2 * 4 * 16 * 27 } });
  });

  it('lists the main graph in file order, then bodies by path; omitted outputs keep their place', () => {
    const layers = layersOf(report(new Map([['batch', 2]])));
    expect(layers.map(({ id }) => id)).toEqual([0, 1, 2, 3, '3/then_branch/0', '3/else_branch/0']);
    expect(layers[2]?.outputs.map(({ name }) => name)).toEqual(['d', '']);
    expect(layers[4]?.outputs).toMatchObject([{ name: 't', shape: [2, 4, 4, 4] }]);
  });

  it('puts a kernel on its anchor and names it where it only covers', () => {
    const fused: Kernel = {
      ...{ id: 0, name: 'conv', op: 'FusedConv', provider: 'CPUExecutionProvider', covers: [0, 1], anchor: 0, added: false },
      ...{ medianMs: 3, lowMs: 2.5, highMs: 3.5, outputShape: [] },
    };
    const value = report(new Map([['batch', 2]]), [
      fused,
      { ...fused, id: 1, name: 'drop', op: 'Identity', covers: [2], anchor: 2, medianMs: 1 },
    ]);
    expectValid('report', value);
    const [conv, relu, drop, branch] = layersOf(value);
    expect(conv).toMatchObject({
      latencyMs: { median: 3, low: 2.5, high: 3.5, basis: 'measured' },
      share: 0.75,
      kernel: { covers: [0, 1] },
      splitLatencyMs: { median: 3, basis: 'estimated' },
    });
    expect(relu).toMatchObject({ latencyMs: null, kernel: { anchor: 0 }, splitLatencyMs: { median: 0, basis: 'estimated' } });
    expect(drop).toMatchObject({ share: 0.25 });
    expect(branch).toMatchObject({ latencyMs: null, kernel: null, splitLatencyMs: null });
  });

  it('lists kernels as executed, with what the runtime says of them', () => {
    const conv: Kernel = {
      ...{ id: 0, name: 'conv', op: 'Conv', provider: 'CPUExecutionProvider', covers: [0, 1], anchor: 0, added: false },
      ...{ medianMs: 3, lowMs: 2.5, highMs: 3.5, outputShape: [1, 4], waitMs: 0.5, parallelEfficiency: 0.8 },
      memory: { inputBytes: 10, weightBytes: 20, outputBytes: 30 },
    };
    const { waitMs: _, parallelEfficiency: __, memory: ___, ...plain } = conv;
    const { floorMs } = sampleProfile();
    const reorder: Kernel = {
      ...plain,
      id: 1,
      name: 'r',
      op: 'ReorderOutput',
      covers: [],
      anchor: undefined,
      added: true,
      medianMs: floorMs,
    };
    const value = report(new Map([['batch', 2]]), [conv, reorder]);
    expectValid('report', value);
    expect(value).toMatchObject({ latency: { floorMs } });
    expect(value['kernels']).toMatchObject([
      { anchor: 0, atFloor: false, waitMs: 0.5, parallelEfficiency: 0.8, memory: { outputBytes: 30 }, outputShape: [1, 4] },
      { anchor: null, added: true, atFloor: true, waitMs: null, parallelEfficiency: null, memory: null },
    ]);
  });
});

describe('parts of a report besides layers', () => {
  it('sum up scopes and operators, and list bodies apart with how often they ran', () => {
    const value = report(new Map([['batch', 2]]), [
      {
        ...{ id: 0, name: 'if', op: 'If', provider: 'CPUExecutionProvider', covers: [3], anchor: 3, added: false },
        ...{ medianMs: 3, lowMs: 2.5, highMs: 3.5, outputShape: [2, 4, 4, 4] },
        bodies: [
          { attribute: 'then_branch', executions: 0 },
          { attribute: 'else_branch', executions: 1 },
        ],
      },
    ]);
    expectValid('report', value);
    expect(value['operators']).toMatchObject([
      { op: 'Conv', nodes: 1, macs: 3456, params: 108, latencyMs: 0 },
      { op: 'Relu' },
      { op: 'Dropout' },
      { op: 'If', latencyMs: 3 },
    ]);
    expect(value['controlFlow']).toMatchObject([
      { node: 3, op: 'If', body: 'then_branch', perExecution: { nodes: 1, macs: 0, flops: 128 }, executions: 0, basis: 'measured' },
      { body: 'else_branch', executions: 1 },
    ]);
    expect(value['memory']).toMatchObject({ prepackedBytes: { value: 0, basis: 'estimated' }, arenaBytes: { basis: 'measured' } });
    expect(report(new Map([['batch', 2]]))['controlFlow']).toMatchObject([{ executions: null }, { executions: null }]);
    const untold = report(new Map([['batch', 2]]), [])['controlFlow'];
    expect(JSON.stringify(untold)).not.toContain('basis');
  });
});

describe('what a user interface asks for', () => {
  it('gets the main graph, and words for what a node does', () => {
    const model = openFixture(MODEL);
    const view = buildModelView(model, analyze(model.graph, model.reader, { dims: new Map() }), { fileName: 'm.onnx', fileBytes: 10 });
    expect(view.nodeOps).toEqual(['Conv', 'Relu', 'Dropout', 'If']);
    expect(view.nodeDetails[0]).toBe('3×3, stride 2, 3 → 4');
    expect(view.analysis.columns.every(({ values }) => values.length === 4)).toBe(true);
    expect([...view.inputStart]).toEqual([0, 2, 3, 4, 5]);
  });

  it('gets attributes and weights of a node', () => {
    const details = nodeDetails(openFixture(MODEL), 0);
    expect(details.attributes).toContainEqual({ name: 'strides', value: '[2, 2]' });
    expect(details.weights).toEqual([{ name: 'w', dtype: 'float32', dims: [4, 3, 3, 3], bytes: 432 }]);
    expect(() => nodeDetails(openFixture(MODEL), 99)).toThrow('There is no node 99.');
  });

  it('gets the distribution of a weight', async () => {
    const statistics = await tensorStatistics(openFixture(MODEL), 'w');
    expect(statistics).toMatchObject({ elements: 108, sampled: 108, min: -1, zeroShare: 1 / 108, endShares: [1 / 108, 1 / 108] });
    expect(statistics.max).toBeCloseTo(53 / 54, 5);
    expect(statistics.histogram.reduce((sum, count) => sum + count, 0)).toBe(108);
    await expect(tensorStatistics(openFixture(MODEL), 'nothing')).rejects.toThrow('stores no tensor');
  });
});
