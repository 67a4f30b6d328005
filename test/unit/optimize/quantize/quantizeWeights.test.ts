import type { Laboratory } from '../../../../src/optimize/laboratory';
import { describe, expect, it } from 'vitest';
import type { PassPlan } from '../../../../src/optimize/pass';
import { quantizeWeights } from '../../../../src/optimize/quantize/quantizeWeights';
import type { Graph } from '../../../../src/shared/graph/graph';
import { tensorByName } from '../../../../src/shared/graph/traversal';
import type { PassParameters } from '../../../../src/shared/report/suggestion';
import { passParameters } from '../../../../src/worker/optimize/passParameters';
import { makeLaboratory } from '../../../fixtures/makeLaboratory';
import { memoryReader, passInput } from '../../../fixtures/passInput';
import { floats, noise, sketchGraph } from '../../../fixtures/sketchGraph';

const laboratory = makeLaboratory({});

function plan(graph: Graph, parameters: PassParameters = {}, overrides = {}): Promise<PassPlan> {
  const filled = passParameters(quantizeWeights.description, parameters);
  return quantizeWeights.plan(passInput(graph, { laboratory, parameters: filled, ...overrides }));
}

function products(weight = floats([32, 32], noise(1024)), more: Partial<Parameters<typeof sketchGraph>[0]> = {}): Graph {
  return sketchGraph({
    inputs: { x: [1, 32] },
    weights: { w: weight, v: floats([32, 32], noise(1024, 2)) },
    nodes: [
      ['MatMul', ['x', 'w'], ['a']],
      ['MatMul', ['a', 'w'], ['b']],
      ['MatMul', ['b', 'v'], ['y']],
    ],
    outputs: ['y'],
    opset: 21,
    ...more,
  });
}

const count = (graph: Graph, op: string): number => graph.nodes.ops.filter(name => name === op).length;
const reasons = ({ layers }: PassPlan): readonly string[] => layers.filter(({ action }) => action === 'skip').map(({ detail }) => detail);

describe('quantize-weights', () => {
  it('stores a weight that two layers read once, each layer with a DequantizeLinear of its own, which the runtime can fuse', async () => {
    const { graph, changedNodes } = await plan(products());
    expect(changedNodes).toBe(3);
    expect(count(graph, 'DequantizeLinear')).toBe(3);
    expect(graph.tensors.weights.filter(weight => weight?.dtype === 'uint4' && weight.dims[0] === 32)).toHaveLength(2);
    expect(tensorByName(graph, 'w')).toBe(-1);
  });

  it('stores a table that a Gather and, transposed, a product read once, in every format, and says where MatMulNBits cannot read it', async () => {
    const gemm = (depth: number): Graph =>
      sketchGraph({
        inputs: { i: [1], x: [1, depth] },
        weights: { table: floats([64, depth], noise(64 * depth)), b: floats([64], noise(64)) },
        nodes: [
          ['Gather', ['table', 'i'], ['e']],
          ['Gemm', ['x', 'table', 'b'], ['y'], { transB: { kind: 'int', value: 1 } }],
        ],
        outputs: ['e', 'y'],
        opset: 21,
      });
    const tied = (depth: number): Graph =>
      sketchGraph({
        inputs: { i: [1], x: [1, depth] },
        weights: { table: floats([64, depth], noise(64 * depth)) },
        nodes: [
          ['Gather', ['table', 'i'], ['e']],
          ['Transpose', ['table'], ['turned'], { perm: { kind: 'ints', values: [1, 0] } }],
          ['MatMul', ['x', 'turned'], ['y']],
        ],
        outputs: ['e', 'y'],
        opset: 21,
      });
    for (const format of ['portable', 'matmulnbits', 'folded'])
      for (const [bits, model] of ['4', '8'].flatMap(bits => [tied(32), gemm(32)].map(model => [bits, model] as const))) {
        const { graph, changedNodes } = await plan(model, { format, bits });
        expect(changedNodes).toBe(2);
        expect(tensorByName(graph, 'table')).toBe(-1);
        const stored = graph.tensors.names.filter(
          (name, tensor) => name.includes('_quantized') && graph.tensors.weights[tensor] !== undefined,
        );
        expect(stored).toHaveLength(1);
      }
    const uneven = await plan(tied(40), { format: 'matmulnbits' });
    expect(reasons(uneven)[0]).toContain('40 is no multiple of the block');
    expect(reasons(await plan(gemm(40), { format: 'matmulnbits' }))).toEqual([]);
  });

  it('leaves alone, in words, what holds NaN, what a caller may replace, what is not chosen and what is small', async () => {
    const broken = floats([32, 32], [...noise(1023), Number.NaN]);
    expect(reasons(await plan(products(broken)))).toEqual(['its weight holds NaN or infinity', 'its weight holds NaN or infinity']);
    const replaceable = products(undefined, { inputs: { x: [1, 32], w: [32, 32] } });
    expect(reasons(await plan(replaceable))[0]).toContain('a caller may replace it');
    expect(reasons(await plan(products(), {}, { selects: (_: Graph, node: number) => node === 2 }))[0]).toBe('left out by choice');
    const small = products(floats([32, 4], noise(128)), {
      nodes: [
        ['MatMul', ['x', 'w'], ['y']],
        ['MatMul', ['x', 'v'], ['z']],
      ],
      outputs: ['y', 'z'],
    });
    expect(reasons(await plan(small))[0]).toContain('so small (32×4)');
  });

  it('says why where there is nothing to do', async () => {
    const graph = sketchGraph({ inputs: { x: [4, 4] }, nodes: [['MatMul', ['x', 'x'], ['y']]], outputs: ['y'] });
    await expect(plan(graph)).rejects.toThrow('both of its inputs are activations');
  });

  it('plans in a dry run the nodes of the run, without reading a weight', async () => {
    const untouched = { readerOf: () => ({ ...memoryReader(products()), read: () => Promise.reject(new Error('read')) }) };
    for (const format of ['portable', 'matmulnbits', 'folded']) {
      const dry = await plan(products(), { format }, { laboratory: undefined, ...untouched });
      const run = await plan(products(), { format });
      expect(dry.graph.nodes.ops).toEqual(run.graph.nodes.ops);
      expect(dry.layers).toEqual(run.layers);
    }
  });

  it('takes the mean of what rounding adds out of the bias, and says when gptq has only made-up inputs', async () => {
    const graph = sketchGraph({
      inputs: { x: [1, 32] },
      weights: { w: floats([32, 32], noise(1024)), b: floats([32], noise(32, 3)) },
      nodes: [
        ['MatMul', ['x', 'w'], ['a']],
        ['Add', ['a', 'b'], ['y']],
      ],
      outputs: ['y'],
      opset: 21,
    });
    const mean = new Float64Array(32).fill(1);
    const gram = Float64Array.from({ length: 1024 }, (_, index) => (index % 33 === 0 ? 2 : 1));
    const none = { min: NaN, max: NaN, variance: new Float64Array(0), samples: new Float32Array(0) };
    const observing: Laboratory = {
      ...laboratory,
      hasData: true,
      observe: () => Promise.resolve(new Map([['x', { ...none, mean, gram }]])),
    };
    expect(tensorByName((await plan(graph, {}, { laboratory: observing })).graph, 'b_corrected')).not.toBe(-1);
    const off = await plan(graph, { 'bias-correction': false }, { laboratory: observing });
    expect(tensorByName(off.graph, 'b')).not.toBe(-1);
    const madeUp = await plan(graph, { method: 'gptq' }, { laboratory: { ...observing, hasData: false } });
    expect(madeUp.notes.join()).toContain('random inputs');
    expect(madeUp.layers[0]?.detail).not.toContain('rounded to nearest');
    const broken = { ...observing, observe: () => Promise.resolve(new Map([['x', { ...none, mean, gram: gram.map(() => NaN) }]])) };
    const unfitted = await plan(graph, { method: 'gptq' }, { laboratory: broken });
    expect(unfitted.layers[0]?.detail).toContain('rounded to nearest: its input holds NaN or infinity on the data');
  });

  it('says which layers read too many channels for gptq', async () => {
    const wide = sketchGraph({
      inputs: { x: [1, 4128] },
      weights: { w: floats([4128, 2], noise(2 * 4128)) },
      nodes: [['MatMul', ['x', 'w'], ['y']]],
      outputs: ['y'],
      opset: 21,
    });
    const observing = { ...laboratory, hasData: true, observe: () => Promise.resolve(new Map()) };
    const { layers } = await plan(wide, {}, { laboratory: observing });
    expect(layers[0]?.detail).toContain('rounded to nearest: its input has more than 4096 channels, too many for gptq');
    expect((await plan(wide, { method: 'rtn' }, { laboratory: observing })).layers[0]?.detail).not.toContain('too many');
  });
});
