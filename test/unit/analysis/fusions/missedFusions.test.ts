import { describe, expect, it } from 'vitest';
import { analyze } from '../../../../src/analysis/analyze';
import { missedFusions } from '../../../../src/analysis/fusions/missedFusions';
import type { GraphLevel } from '../../../../src/shared/report/jobRequest';
import type { Kernel } from '../../../../src/shared/report/latency';
import type { FixtureModel } from '../../../fixtures/buildModel';
import { sampleProfile } from '../../../engine/sampleProfile';
import { openFixture } from '../inferFixture';

const zeros = (...dims: readonly number[]): { dims: readonly number[]; values: readonly number[] } => ({
  dims,
  values: Array.from({ length: dims.reduce((product, dim) => product * dim, 1) }, () => 0),
});

/** Each list of nodes runs in one kernel, which is called like its first node's operator unless said otherwise. */
function missed(
  model: FixtureModel,
  kernels: readonly (readonly number[])[],
  op = 'Kernel',
  level: GraphLevel = 'all',
): readonly (readonly unknown[])[] {
  const { graph, reader } = openFixture(model);
  const ran = kernels.map((covers, id): Kernel => ({ ...sampleProfile().kernels[0]!, id, op, covers, anchor: covers[0] }));
  const analysis = analyze(graph, reader, { dims: new Map() });
  return missedFusions(graph, analysis, ran, level).map(({ fusion, nodes, condition }) => [fusion, nodes, condition]);
}

const conv = { op: 'Conv', inputs: ['x', 'w'], outputs: ['c'] };
const image = [{ name: 'x', shape: [1, 1, 4, 4] }];
const kernel = [{ name: 'w', ...zeros(1, 1, 1, 1) }];

describe('missedFusions', () => {
  it('says nothing about what ran in one kernel, or did not run', () => {
    const nodes = [conv, { op: 'Relu', inputs: ['c'], outputs: ['y'] }];
    const model = { inputs: image, initializers: kernel, nodes, outputs: [{ name: 'y' }] };
    expect(missed(model, [[0, 1]])).toEqual([]);
    expect(missed(model, [[0]])).toEqual([]);
    expect(missed(model, [[0], [1]])).toEqual([['Conv + Relu', [0, 1], 'unknown']]);
  });

  it('names the level of graph optimizations where that alone keeps nodes apart', () => {
    const nodes = [conv, { op: 'Relu', inputs: ['c'], outputs: ['y'] }];
    const model = { inputs: image, initializers: kernel, nodes, outputs: [{ name: 'y' }] };
    expect(missed(model, [[0], [1]], 'Kernel', 'disabled')).toEqual([['Conv + Relu', [0, 1], 'graph-level']]);
    const shown = { ...model, outputs: [{ name: 'y' }, { name: 'c' }] };
    expect(missed(shown, [[0], [1]], 'Kernel', 'disabled')).toEqual([['Conv + Relu', [0, 1], 'graph-output']]);
  });

  it('names a second reader and an output of the model', () => {
    const nodes = [conv, { op: 'Relu', inputs: ['c'], outputs: ['y'] }, { op: 'Exp', inputs: ['c'], outputs: ['z'] }];
    const model = { inputs: image, initializers: kernel, nodes, outputs: [{ name: 'y' }, { name: 'z' }] };
    expect(missed(model, [[0], [1], [2]])).toEqual([['Conv + Relu', [0, 1], 'second-reader']]);
    const shown = { ...model, nodes: nodes.slice(0, 2), outputs: [{ name: 'y' }, { name: 'c' }] };
    expect(missed(shown, [[0], [1]])).toEqual([['Conv + Relu', [0, 1], 'graph-output']]);
  });

  it('names weights of a normalization that are computed', () => {
    const nodes = [conv, { op: 'BatchNormalization', inputs: ['c', 's', 's', 's', 's'], outputs: ['y'] }];
    const model = { inputs: [...image, { name: 's', shape: [1] }], initializers: kernel, nodes, outputs: [{ name: 'y' }] };
    expect(missed(model, [[0], [1]])).toEqual([['Conv + BatchNormalization', [0, 1], 'not-constant']]);
  });

  it.each([
    [['batch', 3, 4], [5], 'dynamic-dimension'],
    [[2, 3, 4], [1, 5], 'shape'],
    [[2, 3, 4], [5], 'unknown'],
  ])('names what keeps a bias apart: input %j, bias %j', (shape, bias, condition) => {
    const model = {
      inputs: [{ name: 'x', shape }],
      initializers: [
        { name: 'w', ...zeros(4, 5) },
        { name: 'b', ...zeros(...bias) },
      ],
      nodes: [
        { op: 'MatMul', inputs: ['x', 'w'], outputs: ['m'] },
        { op: 'Add', inputs: ['b', 'm'], outputs: ['y'] },
      ],
      outputs: [{ name: 'y' }],
    };
    expect(missed(model, [[0], [1]])).toEqual([['MatMul + Add', [0, 1], condition]]);
  });

  it('names the QuantizeLinear that a convolution between DequantizeLinear nodes lacks', () => {
    const nodes = [
      { op: 'DequantizeLinear', inputs: ['x', 's'], outputs: ['xf'] },
      { op: 'DequantizeLinear', inputs: ['v', 's'], outputs: ['vf'] },
      { op: 'Conv', inputs: ['xf', 'vf'], outputs: ['c'] },
      { op: 'Relu', inputs: ['c'], outputs: ['y'] },
    ];
    const model = {
      inputs: [
        { name: 'x', dtype: 'uint8', shape: [1, 1, 4, 4] },
        { name: 'v', dtype: 'uint8', shape: [1, 1, 1, 1] },
      ] as const,
      initializers: [{ name: 's', ...zeros() }],
      nodes,
      outputs: [{ name: 'y' }],
    };
    expect(missed(model, [[0], [1], [2, 3]])).toEqual([['quantized Conv', [0, 1, 2], 'missing-quantize']]);
    expect(missed(model, [[0, 1, 2, 3]], 'QLinearConv')).toEqual([]);
  });
});
