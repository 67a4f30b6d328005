import { describe, expect, it } from 'vitest';
import type { Laboratory, Observed } from '../../../src/optimize/laboratory';
import { quantizeStatic } from '../../../src/optimize/quantize/quantizeStatic';
import type { AttributeValue } from '../../../src/shared/graph/attribute';
import type { Graph } from '../../../src/shared/graph/graph';
import { consumersOf, nodeInputs, producerOf, tensorByName } from '../../../src/shared/graph/traversal';
import { LayerwiseError } from '../../../src/shared/report/layerwiseError';
import { makeLaboratory } from '../../fixtures/makeLaboratory';
import { decode, passInput } from '../../fixtures/passInput';
import { floats, noise, sketchGraph, type Sketch } from '../../fixtures/sketchGraph';

const NONE = new Float64Array(0);
const OBSERVED: Observed = { min: -1, max: 3, mean: NONE, variance: NONE, gram: NONE, samples: new Float32Array(0) };
const laboratory = makeLaboratory({
  observe: (_graph, observations) =>
    Promise.resolve(new Map(observations.map(({ tensor }) => [tensor, { ...OBSERVED, min: tensor.startsWith('relu') ? 0 : -1 }]))),
  evaluate: () => Promise.resolve(new Map()),
  agreement: () => Promise.resolve(1),
});

async function quantized(sketch: Sketch): Promise<Graph> {
  return (await quantizeStatic.plan(passInput(sketchGraph(sketch), { laboratory }))).graph;
}

const weight = (...dims: number[]) => floats(dims, noise(dims.reduce((a, b) => a * b, 1)));
const count = (graph: Graph, op: string): number => graph.nodes.ops.filter(name => name === op).length;
const readers = (graph: Graph, name: string): readonly string[] =>
  Array.from(consumersOf(graph, tensorByName(graph, name)), node => graph.nodes.ops[node] ?? '');
const inputOps = (graph: Graph, node: number): readonly string[] =>
  Array.from(nodeInputs(graph, node), tensor => {
    const producer = producerOf(graph, tensor);
    return producer < 0 ? '' : (graph.nodes.ops[producer] ?? '');
  });
const node = (graph: Graph, op: string): number => graph.nodes.ops.indexOf(op);

const IMAGE = [1, 16, 8, 8];
/** x → Conv → Relu → Conv → Add(first Relu) → y */
const residual: Sketch = {
  inputs: { x: IMAGE },
  weights: { w: weight(16, 16, 3, 3), b: weight(16), v: weight(16, 16, 3, 3), u: weight(16, 16, 3, 3) },
  nodes: [
    ['Conv', ['x', 'w', 'b'], ['c']],
    ['Relu', ['c'], ['relu1']],
    ['Conv', ['relu1', 'v'], ['d']],
    ['Add', ['d', 'relu1'], ['s']],
    ['Relu', ['s'], ['relu2']],
    ['Conv', ['relu2', 'u'], ['y']],
  ],
  outputs: ['y'],
  types: { c: IMAGE, relu1: IMAGE, d: IMAGE, s: IMAGE, relu2: IMAGE, y: IMAGE },
};

describe('quantize-static', () => {
  it('puts one pair around each tensor of a residual block and none between Conv and Relu', async () => {
    const graph = await quantized(residual);
    // x, relu1, d, relu2, y
    expect(count(graph, 'QuantizeLinear')).toBe(5);
    expect(readers(graph, 'c')).toEqual(['Relu']);
    expect(inputOps(graph, node(graph, 'Add'))).toEqual(['DequantizeLinear', 'DequantizeLinear']);
  });

  it('gives both readers of a quantized tensor the same dequantized values, under its own name', async () => {
    const graph = await quantized(residual);
    expect(graph.nodes.ops[producerOf(graph, tensorByName(graph, 'relu1'))]).toBe('DequantizeLinear');
    expect(readers(graph, 'relu1').toSorted()).toEqual(['Add', 'Conv']);
  });

  it('puts a copy between a quantized tensor and a layer that stays in float32, also behind a view', async () => {
    const direct = await quantizeStatic.plan(passInput(sketchGraph(residual), { laboratory, selects: (_graph, id) => id !== 2 }));
    expect(inputOps(direct.graph, direct.graph.nodes.ops.indexOf('Conv', node(direct.graph, 'Conv') + 1))).toEqual(['Sum', '']);
    const viewed: Sketch = {
      ...residual,
      nodes: [
        ['Conv', ['x', 'w'], ['c']],
        ['Transpose', ['c'], ['t']],
        ['Conv', ['t', 'v'], ['y']],
        ['Conv', ['c', 'u'], ['z']],
      ],
      outputs: ['y', 'z'],
      types: { c: IMAGE, t: IMAGE, y: IMAGE, z: IMAGE },
    };
    const { graph } = await quantizeStatic.plan(passInput(sketchGraph(viewed), { laboratory, selects: (_graph, id) => id !== 2 }));
    expect(readers(graph, 't')).toEqual(['Sum']);
    expect(count(graph, 'Sum')).toBe(1);
  });

  it('keeps the name of an output that has to be quantized', async () => {
    const graph = await quantized(residual);
    expect(graph.nodes.ops[producerOf(graph, tensorByName(graph, 'y'))]).toBe('DequantizeLinear');
  });

  it('has zero at the smallest level behind a Relu, and int32 biases on the grid of input and weight', async () => {
    const graph = await quantized(residual);
    const value = (name: string): unknown => Array.from(decode(graph.tensors.weights[tensorByName(graph, name)]) as Uint8Array);
    expect(value('relu1_zero_point')).toEqual([0]);
    const [inputScale] = value('x_scale') as number[];
    const weightScales = value('w_scale') as number[];
    const biasScales = value('b_scale') as number[];
    biasScales.forEach((scale, channel) => expect(scale).toBeCloseTo((inputScale ?? 0) * (weightScales[channel] ?? 0), 10));
    expect(graph.tensors.weights[tensorByName(graph, 'b_quantized')]?.dtype).toBe('int32');
  });

  it('leaves the result of a matrix product in float32 where floats read it, with its bias in int32', async () => {
    const graph = await quantized({
      inputs: { x: [2, 8] },
      weights: { w: weight(8, 8), b: weight(8) },
      nodes: [
        ['MatMul', ['x', 'w'], ['p']],
        ['Add', ['b', 'p'], ['q']],
        ['Softmax', ['q'], ['y']],
      ],
      outputs: ['y'],
      types: { p: [2, 8], q: [2, 8], y: [2, 8] },
    });
    expect(count(graph, 'QuantizeLinear')).toBe(1);
    expect(inputOps(graph, node(graph, 'Add'))).toEqual(['DequantizeLinear', 'MatMul']);
    expect(readers(graph, 'q')).toEqual(['Softmax']);
  });

  it('shares parameters through views, so that the runtime can drop the pairs around them', async () => {
    const graph = await quantized({
      inputs: { x: IMAGE },
      weights: { w: weight(16, 16, 3, 3), v: weight(4, 1024) },
      nodes: [
        ['Conv', ['x', 'w'], ['c']],
        ['Relu', ['c'], ['relu']],
        ['MaxPool', ['relu'], ['m'], { kernel_shape: { kind: 'ints', values: [1, 1] } }],
        ['Flatten', ['m'], ['f']],
        ['Gemm', ['f', 'v'], ['y'], { transB: { kind: 'int', value: 1 } }],
      ],
      outputs: ['y'],
      types: { c: IMAGE, relu: IMAGE, m: IMAGE, f: [1, 1024], y: [1, 4] },
    });
    const scales = graph.nodes.ops.flatMap((op, index) =>
      op === 'QuantizeLinear' ? [graph.tensors.names[nodeInputs(graph, index)[1] ?? -1]] : [],
    );
    expect(scales.toSorted()).toEqual(['relu_scale', 'relu_scale', 'relu_scale', 'x_scale']);
  });

  it('keeps a small convolution between floats in float32 and says so', async () => {
    const depthwise: AttributeValue = { kind: 'int', value: 16 };
    const plan = await quantizeStatic.plan(
      passInput(
        sketchGraph({
          inputs: { x: IMAGE },
          weights: { w: weight(16, 1, 3, 3), v: weight(16, 16, 3, 3) },
          nodes: [
            ['Conv', ['x', 'w'], ['d'], { group: depthwise }],
            ['Softmax', ['d'], ['s']],
            ['Conv', ['s', 'v'], ['y']],
          ],
          outputs: ['y'],
          types: { d: IMAGE, s: IMAGE, y: IMAGE },
        }),
        { laboratory },
      ),
    );
    expect(plan.layers.map(({ node: layer, action }) => [layer, action])).toEqual([
      [2, 'change'],
      [0, 'skip'],
    ]);
  });

  it('quantizes a small convolution that makes more than it reads, in front of an integer kernel', async () => {
    const graph = await quantized({
      inputs: { x: [1, 1, 8, 8] },
      weights: { w: weight(16, 1, 3, 3), v: weight(16, 16, 3, 3) },
      nodes: [
        ['Conv', ['x', 'w'], ['c']],
        ['Conv', ['c', 'v'], ['y']],
      ],
      outputs: ['y'],
      types: { c: IMAGE, y: IMAGE },
    });
    expect(readers(graph, 'x')).toEqual(['QuantizeLinear']);
    expect(inputOps(graph, node(graph, 'Conv'))).toEqual(['DequantizeLinear', 'DequantizeLinear']);
  });

  it('makes one Gemm of a product over three axes and its bias, and keeps what follows elementwise a matrix', async () => {
    const tokens = ['batch', 5, 8];
    const graph = await quantized({
      inputs: { x: tokens },
      weights: { w: weight(8, 8), b: weight(8), v: weight(8, 8), a: weight(8), two: floats([], [2]) },
      nodes: [
        ['MatMul', ['x', 'w'], ['p']],
        ['Add', ['p', 'b'], ['q']],
        ['Erf', ['q'], ['e']],
        ['Mul', ['e', 'two'], ['t']],
        ['Mul', ['t', 'q'], ['h']],
        ['MatMul', ['h', 'v'], ['r']],
        ['Add', ['a', 'r'], ['y']],
      ],
      outputs: ['y'],
    });
    expect(graph.nodes.ops.filter(op => !op.endsWith('Linear'))).toEqual(['Reshape', 'Gemm', 'Erf', 'Mul', 'Mul', 'Gemm', 'Reshape']);
    const [first, second] = graph.nodes.ops.flatMap((op, index) => (op === 'Gemm' ? [inputOps(graph, index)] : []));
    expect([first, second]).toEqual([
      ['DequantizeLinear', 'DequantizeLinear', 'DequantizeLinear'],
      ['DequantizeLinear', 'DequantizeLinear', 'DequantizeLinear'],
    ]);
  });

  it('computes the shape behind a product once for layers of the same sizes where two sizes are open', async () => {
    const graph = await quantized({
      inputs: { x: ['batch', 'tokens', 8] },
      weights: { w: weight(8, 8), b: weight(8), v: weight(8, 8), a: weight(8) },
      nodes: [
        ['MatMul', ['x', 'w'], ['p']],
        ['Add', ['p', 'b'], ['q']],
        ['Softmax', ['q'], ['s']],
        ['MatMul', ['s', 'v'], ['r']],
        ['Add', ['a', 'r'], ['y']],
      ],
      outputs: ['y'],
    });
    expect(count(graph, 'Gemm')).toBe(2);
    expect(count(graph, 'Shape')).toBe(1);
  });

  it('refuses a model without linear layers', async () => {
    const graph = sketchGraph({ inputs: { x: [2] }, nodes: [['Relu', ['x'], ['y']]], outputs: ['y'] });
    await expect(quantizeStatic.plan(passInput(graph, { laboratory }))).rejects.toThrow(LayerwiseError);
  });

  it('plans the same nodes in a dry run', async () => {
    const dry = await quantizeStatic.plan(passInput(sketchGraph(residual)));
    expect(dry.graph.nodes.ops).toEqual((await quantized(residual)).nodes.ops);
  });

  it('refuses ranges that are not finite', async () => {
    const broken: Laboratory = {
      ...laboratory,
      observe: (_graph, observations) => Promise.resolve(new Map(observations.map(({ tensor }) => [tensor, { ...OBSERVED, max: NaN }]))),
    };
    await expect(quantizeStatic.plan(passInput(sketchGraph(residual), { laboratory: broken }))).rejects.toThrow('not finite');
  });
});
