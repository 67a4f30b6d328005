import { describe, expect, it } from 'vitest';
import { analyze } from '../../../../src/analysis/analyze';
import type { Analysis } from '../../../../src/shared/report/analysis';
import type { FixtureAttribute, FixtureModel } from '../../../fixtures/buildModel';
import { openFixture } from '../inferFixture';

function analyzeFixture(model: FixtureModel, dims: ReadonlyMap<string, number> = new Map()): Analysis {
  const { graph, reader } = openFixture(model);
  return analyze(graph, reader, { dims });
}

function valueOf(analysis: Analysis, column: string, node = 0): number | undefined {
  return analysis.columns.find(({ id }) => id === column)?.values[node];
}

/** MACs and FLOPs of one node whose operands have these shapes; weights are declared inputs, which changes nothing here. */
function costOf(
  op: string,
  shapes: readonly (readonly (number | string)[])[],
  attributes: Readonly<Record<string, FixtureAttribute>> = {},
  options: { readonly opset?: number; readonly domain?: string } = {},
): readonly [number | undefined, number | undefined] {
  const analysis = analyzeFixture({
    opset: options.opset ?? 17,
    opsets: options.domain === undefined ? {} : { [options.domain]: 1 },
    inputs: shapes.map((shape, index) => ({ name: `x${index}`, shape })),
    nodes: [{ op, domain: options.domain ?? '', inputs: shapes.map((_, index) => `x${index}`), outputs: ['y'], attributes }],
    outputs: [{ name: 'y' }],
  });
  return [valueOf(analysis, 'macs'), valueOf(analysis, 'flops')];
}

describe('MACs and FLOPs', () => {
  it('counts convolutions by output, weights and groups', () => {
    const output = 1 * 16 * 16 * 16;
    expect(costOf('Conv', [[1, 3, 32, 32], [16, 3, 3, 3], [16]], { strides: [2, 2], pads: [1, 1, 1, 1] })).toEqual([
      output * 27,
      2 * output * 27 + output,
    ]);
    expect(
      costOf(
        'Conv',
        [
          [1, 8, 10, 10],
          [8, 1, 3, 3],
        ],
        { group: 8 },
      ),
    ).toEqual([8 * 64 * 9, 2 * 8 * 64 * 9]);
  });

  it('counts samples of deformable convolutions in every input channel', () => {
    const [, flops] = costOf(
      'DeformConv',
      [
        [1, 8, 6, 6],
        [4, 8, 3, 3],
        [1, 18, 4, 4],
      ],
      {},
      { opset: 19 },
    );
    expect(flops).toBe(2 * (4 * 16 * 8 * 9) + 8 * (8 * 9 * 16));
  });

  it('counts Fourier transforms by their length', () => {
    expect(costOf('DFT', [[3, 64, 1]], { axis: 1 })[1]).toBe(3 * 2.5 * 64 * 6);
    expect(costOf('DFT', [[3, 64, 1]], { axis: 1, onesided: 1 })[1]).toBe(3 * 2.5 * 64 * 6);
  });

  it('counts transposed convolutions by their input', () => {
    expect(
      costOf(
        'ConvTranspose',
        [
          [1, 8, 5, 5],
          [8, 4, 2, 2],
        ],
        { strides: [2, 2] },
      )[0],
    ).toBe(8 * 25 * 4 * 4);
  });

  it('counts products of matrices, batched, transposed and of vectors', () => {
    expect(
      costOf('MatMul', [
        [2, 12, 5, 64],
        [2, 12, 64, 7],
      ])[0],
    ).toBe(2 * 12 * 5 * 64 * 7);
    expect(
      costOf('MatMul', [
        [4, 1, 5, 6],
        [3, 6, 7],
      ])[0],
    ).toBe(4 * 3 * 5 * 6 * 7);
    expect(costOf('MatMul', [[64], [64, 10]])[0]).toBe(640);
    expect(costOf('Gemm', [[64, 2], [10, 64], [10]], { transA: 1, transB: 1 })).toEqual([1280, 2 * 1280 + 20]);
    expect(
      costOf(
        'FusedMatMul',
        [
          [3, 8, 4],
          [3, 5, 8],
        ],
        { transA: 1, transB: 1 },
        { domain: 'com.microsoft' },
      )[0],
    ).toBe(3 * 4 * 8 * 5);
    expect(
      costOf(
        'Einsum',
        [
          [2, 5, 8, 16],
          [2, 7, 8, 16],
        ],
        { equation: 'bshd,bthd->bhst' },
      )[0],
    ).toBe(2 * 5 * 7 * 8 * 16);
    expect(
      costOf(
        'Einsum',
        [
          [4, 6],
          [6, 3],
          [3, 5],
        ],
        { equation: 'ij,jk,kl->il' },
      )[0],
    ).toBe(4 * 6 * 3 + 4 * 3 * 5);
  });

  it('counts recurrences per direction, step and gate', () => {
    const attributes = { hidden_size: 64, direction: 'bidirectional' };
    expect(
      costOf(
        'LSTM',
        [
          [10, 2, 32],
          [2, 256, 32],
          [2, 256, 64],
        ],
        attributes,
      )[0],
    ).toBe(2 * 10 * 2 * 4 * 64 * (32 + 64));
    expect(
      costOf(
        'GRU',
        [
          [10, 2, 32],
          [1, 192, 32],
          [1, 192, 64],
        ],
        { hidden_size: 64 },
      )[0],
    ).toBe(10 * 2 * 3 * 64 * (32 + 64));
  });

  it('counts both products of an attention', () => {
    expect(
      costOf(
        'Attention',
        [
          [2, 8, 5, 16],
          [2, 4, 7, 16],
          [2, 4, 7, 32],
        ],
        {},
        { opset: 23 },
      )[0],
    ).toBe(2 * 8 * 5 * 7 * (16 + 32));
    const packed = costOf('Attention', [[2, 5, 64], [64, 192], [192]], { num_heads: 4 }, { domain: 'com.microsoft' });
    expect(packed[0]).toBe(2 * 5 * 64 * 192 + 2 * 5 * 5 * 128);
  });

  it('counts element operations and leaves views free', () => {
    expect(costOf('Relu', [[2, 50]])).toEqual([0, 100]);
    expect(costOf('Softmax', [[2, 50]])).toEqual([0, 500]);
    expect(costOf('Flatten', [[2, 50]])).toEqual([0, 0]);
    expect(costOf('MaxPool', [[1, 1, 4, 4]], { kernel_shape: [2, 2], strides: [2, 2] })).toEqual([0, 16]);
  });

  it('leaves unknown what depends on a symbol or an operator that nobody described', () => {
    expect(
      costOf('MatMul', [
        ['N', 64],
        [64, 10],
      ])[0],
    ).toBeNaN();
    expect(costOf('Mystery', [[2, 2]])[0]).toBeNaN();
  });
});

describe('totals', () => {
  const weights = (name: string, ...dims: readonly number[]) => ({
    name,
    dims,
    values: new Array<number>(dims.reduce((a, b) => a * b, 1)).fill(0.5),
  });

  it('counts each weight once and keeps statistics, constants and quantized values apart', () => {
    const { totals } = analyzeFixture({
      inputs: [{ name: 'x', shape: [1, 4, 6, 6] }],
      initializers: [
        weights('w', 4, 4, 1, 1),
        weights('gamma', 4),
        weights('beta', 4),
        weights('mean', 4),
        weights('variance', 4),
        { name: 'q', dims: [4, 4, 1, 1], dtype: 'int8', values: new Array<number>(16).fill(1) },
        weights('scale', 1),
        { name: 'zero', dims: [1], dtype: 'int8', values: [0] },
        { name: 'shape', dims: [2], values: [1n, -1n] },
      ],
      nodes: [
        { op: 'Conv', inputs: ['x', 'w'], outputs: ['a'] },
        { op: 'BatchNormalization', inputs: ['a', 'gamma', 'beta', 'mean', 'variance'], outputs: ['b'] },
        { op: 'Conv', inputs: ['b', 'w'], outputs: ['c'] },
        { op: 'DequantizeLinear', inputs: ['q', 'scale', 'zero'], outputs: ['w2'] },
        { op: 'Conv', inputs: ['c', 'w2'], outputs: ['d'] },
        { op: 'Constant', outputs: ['two'], attributes: { value: { tensor: { name: '', dims: [], values: [2] } } } },
        { op: 'Mul', inputs: ['d', 'two'], outputs: ['e'] },
        { op: 'Reshape', inputs: ['e', 'shape'], outputs: ['y'] },
      ],
      outputs: [{ name: 'y' }],
    });
    expect(totals).toMatchObject({ params: 16 + 8, batchNormStats: 8, constantParams: 1, quantizedParams: 16, macs: 3 * 4 * 36 * 4 });
    expect(totals.weightBytes).toBe(4 * (16 + 16) + 16 + 4 + 1);
  });

  it('counts the logical weights of a packed matrix', () => {
    const analysis = analyzeFixture({
      opsets: { 'com.microsoft': 1 },
      inputs: [{ name: 'x', shape: [1, 64] }],
      initializers: [{ name: 'b', dims: [8, 2, 16], dtype: 'uint8', values: new Array<number>(256).fill(0) }, weights('scales', 16)],
      nodes: [
        {
          op: 'MatMulNBits',
          domain: 'com.microsoft',
          inputs: ['x', 'b', 'scales'],
          outputs: ['y'],
          attributes: { K: 64, N: 8, bits: 4, block_size: 32 },
        },
      ],
      outputs: [{ name: 'y' }],
    });
    expect(analysis.totals).toMatchObject({ quantizedParams: 512, params: 0, macs: 512 });
  });

  it('keeps bodies of control flow apart and adds up calls', () => {
    const body = { nodes: [{ op: 'MatMul', inputs: ['x', 'w'], outputs: ['z'] }], outputs: [{ name: 'z' }] };
    const analysis = analyzeFixture({
      inputs: [
        { name: 'x', shape: [2, 8] },
        { name: 'c', dtype: 'bool', shape: [] },
      ],
      initializers: [weights('w', 8, 8)],
      nodes: [
        { op: 'MatMul', inputs: ['x', 'w'], outputs: ['a'] },
        {
          op: 'If',
          inputs: ['c'],
          outputs: ['y'],
          attributes: {
            then_branch: { graph: body },
            else_branch: { graph: { ...body, nodes: [{ op: 'Identity', inputs: ['x'], outputs: ['z'] }] } },
          },
        },
      ],
      outputs: [{ name: 'y' }],
    });
    expect(analysis.totals.macs).toBe(128);
    expect(analysis.totals.subgraphs.macs).toBe(128);
  });

  it('evaluates for any size without inferring again', () => {
    const { graph, reader } = openFixture({
      inputs: [{ name: 'x', shape: ['N', 'S', 64] }],
      initializers: [weights('w', 64, 32)],
      nodes: [{ op: 'MatMul', inputs: ['x', 'w'], outputs: ['y'] }],
      outputs: [{ name: 'y' }],
    });
    const macs = (n: number, s: number) =>
      analyze(graph, reader, {
        dims: new Map([
          ['N', n],
          ['S', s],
        ]),
      }).totals.macs;
    expect([macs(1, 128), macs(4, 10), macs(2, 1)]).toEqual([128 * 64 * 32, 40 * 64 * 32, 2 * 64 * 32]);
    const [input] = analyze(graph, reader, { dims: new Map([['N', 3]]) }).outputs;
    expect(input).toMatchObject({ shape: [3, 'S', 32], symbolic: ['N', 'S', 32] });
  });
});

describe('bytes moved', () => {
  const traffic = (model: Omit<FixtureModel, 'outputs'>): number | undefined =>
    valueOf(analyzeFixture({ ...model, outputs: [{ name: 'y' }] }), 'trafficBytes');
  const table = { name: 'w', dims: [100, 8], values: new Array<number>(800).fill(0) };
  const indexes = { name: 'i', dims: [2], values: [0n, 1n] };

  it('are every operand and result once, weights included', () => {
    const nodes = [{ op: 'MatMul', inputs: ['x', 'w'], outputs: ['y'] }];
    expect(traffic({ inputs: [{ name: 'x', shape: [2, 100] }], initializers: [table], nodes })).toBe(4 * (200 + 800 + 16));
  });

  it('are only the rows that a Gather or Slice takes, of weights and of activations', () => {
    const gather = { op: 'Gather', inputs: ['w', 'i'], outputs: ['y'] };
    expect(traffic({ inputs: [], initializers: [table, indexes], nodes: [gather] })).toBe(4 * (16 + 16) + 16);
    expect(traffic({ inputs: [{ name: 'w', shape: [100, 8] }], initializers: [indexes], nodes: [gather] })).toBe(4 * (16 + 16) + 16);
    const slice = { op: 'Slice', inputs: ['x'], outputs: ['y'], attributes: { starts: [0], ends: [5], axes: [0] } };
    expect(traffic({ opset: 9, inputs: [{ name: 'x', shape: [100, 8] }], nodes: [slice] })).toBe(4 * (40 + 40));
  });

  it('are none for views', () => {
    expect(traffic({ inputs: [{ name: 'x', shape: [4, 8] }], nodes: [{ op: 'Flatten', inputs: ['x'], outputs: ['y'] }] })).toBe(0);
  });
});

describe('scales and zero points', () => {
  it('are no parameters, those of a joined operand included', () => {
    const one = (name: string) => ({ name, dims: [], values: [0.5] });
    const { totals } = analyzeFixture({
      opsets: { 'com.microsoft': 1 },
      inputs: [
        { name: 'a', dtype: 'uint8', shape: [2, 3] },
        { name: 'b', dtype: 'uint8', shape: [2, 3] },
        { name: 'zero', dtype: 'uint8', shape: [] },
      ],
      initializers: [one('scale'), one('scaleA'), one('scaleB')],
      nodes: [
        {
          op: 'QLinearConcat',
          domain: 'com.microsoft',
          inputs: ['scale', 'zero', 'a', 'scaleA', 'zero', 'b', 'scaleB', 'zero'],
          outputs: ['y'],
          attributes: { axis: 1 },
        },
      ],
      outputs: [{ name: 'y' }],
    });
    expect([totals.params, totals.weightBytes]).toEqual([0, 12]);
  });
});
