import { describe, expect, it } from 'vitest';
import type { AttributeValue } from '../../../../src/shared/graph/attribute';
import { NONE, type Graph } from '../../../../src/shared/graph/graph';
import { GraphBuilder } from '../../../../src/shared/graph/graphBuilder';
import { mapKernels, type KernelOrigin } from '../../../../src/worker/kernels/mapKernels';
import { floats, sketchGraph } from '../../../fixtures/sketchGraph';

interface OptimizedNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
}

/** A graph as the runtime writes it after its optimizations. */
function optimized(nodes: readonly OptimizedNode[], input = 'x', weights: readonly string[] = []): Graph {
  const builder = new GraphBuilder();
  builder.beginSubgraph({ kind: 'main', name: 'optimized', ownerNode: NONE, ownerAttribute: '', parent: NONE });
  builder.addInput(input, undefined);
  for (const name of weights) builder.addInitializer(name, floats([1], [0]));
  nodes.forEach(({ name, op, inputs, outputs }, index) => builder.addNode(name, op, '', inputs, outputs, index));
  builder.finishSubgraph();
  const facts = { irVersion: 10, opsets: new Map(), producer: '', docString: '', metadata: new Map<string, string>() };
  return builder.build(facts, 'optimized', {
    attributes: node => new Map(Object.entries(nodes[node]?.attributes ?? {})),
    metadata: () => new Map(),
  });
}

const CONV_RELU = sketchGraph({
  inputs: { x: [1, 3, 8, 8] },
  weights: { w: floats([1], [0]), v: floats([1], [0]) },
  nodes: [
    ['Conv', ['x', 'w'], ['c']],
    ['BatchNormalization', ['c'], ['b']],
    ['Relu', ['b'], ['r']],
    ['Conv', ['r', 'v'], ['d']],
    ['Add', ['d', 'r'], ['s']],
    ['Relu', ['s'], ['y']],
  ],
  outputs: ['y'],
});

const covers = (origins: readonly KernelOrigin[]): readonly (readonly number[])[] => origins.map(origin => origin.covers);

describe('mapKernels', () => {
  it('walks back from the tensors that survive a fusion', () => {
    const graph = optimized([
      { name: 'n0', op: 'FusedConv', inputs: ['x', 'w'], outputs: ['r'] },
      { name: 'n3', op: 'FusedConv', inputs: ['r', 'v', '', 'r'], outputs: ['y'] },
    ]);
    const origins = mapKernels(CONV_RELU, graph, undefined);
    expect(covers(origins)).toEqual([
      [0, 2, 1],
      [3, 5, 4],
    ]);
    expect(origins.map(origin => origin.anchor)).toEqual([0, 3]);
    expect(origins.every(origin => !origin.added)).toBe(true);
  });

  it('anchors a kernel where MACs are known although those of other nodes are not', () => {
    const graph = optimized([
      { name: 'n0', op: 'FusedConv', inputs: ['x', 'w'], outputs: ['r'] },
      { name: 'n3', op: 'FusedConv', inputs: ['r', 'v', '', 'r'], outputs: ['y'] },
    ]);
    const macs = Float64Array.of(Number.NaN, Number.NaN, 5, 7, Number.NaN, Number.NaN);
    expect(mapKernels(CONV_RELU, graph, macs).map(origin => origin.anchor)).toEqual([2, 3]);
  });

  it('tells quantized channels-last convolutions in a row apart, whose outputs have new names', () => {
    const layer = (from: string, weight: string, to: string) =>
      [
        ['DequantizeLinear', [from, 'scale'], [`${from}_f`]],
        ['DequantizeLinear', [weight, 'scale'], [`${weight}_f`]],
        ['Conv', [`${from}_f`, `${weight}_f`], [`${to}_c`]],
        ['Relu', [`${to}_c`], [`${to}_r`]],
        ['QuantizeLinear', [`${to}_r`, 'scale'], [to]],
      ] as const;
    const model = sketchGraph({
      inputs: { x: [1, 3, 8, 8] },
      weights: { w: floats([1], [0]), v: floats([1], [0]), scale: floats([1], [1]) },
      nodes: [
        ['QuantizeLinear', ['x', 'scale'], ['q']],
        ...layer('q', 'w', 'a'),
        ...layer('a', 'v', 'b'),
        ['DequantizeLinear', ['b', 'scale'], ['y']],
      ],
      outputs: ['y'],
    });
    const graph = optimized(
      [
        { name: 'n0', op: 'QuantizeLinear', inputs: ['x', 'scale'], outputs: ['q'] },
        { name: 'Transpose', op: 'Transpose', inputs: ['q'], outputs: ['Transpose_out0'] },
        { name: 'n3_token_2', op: 'QLinearConv', inputs: ['Transpose_out0', 'w'], outputs: ['n3_token_2'] },
        { name: 'n8_token_5', op: 'QLinearConv', inputs: ['n3_token_2', 'v'], outputs: ['n8_token_5'] },
        { name: 'Transpose_token_6', op: 'Transpose', inputs: ['n8_token_5'], outputs: ['b'] },
        { name: 'n11', op: 'DequantizeLinear', inputs: ['b', 'scale'], outputs: ['y'] },
      ],
      'x',
      ['w', 'v', 'scale'],
    );
    const origins = mapKernels(model, graph, undefined);
    expect(origins.map(origin => origin.anchor)).toEqual([0, 3, 3, 8, 11, 11]);
    expect(origins[4]?.added).toBe(true);
    expect(origins[2]?.covers).toEqual([3, 5, 4, 1, 2]);
    expect(origins[3]?.covers).toEqual([8, 10, 9, 6, 7]);
  });

  it('follows the NCHWc layout through the names of its convolutions, fused additions and activations', () => {
    const activation = { activation: { kind: 'string', value: 'Relu' } } as const;
    const graph = optimized([
      { name: 'ReorderInput', op: 'ReorderInput', inputs: ['x'], outputs: ['reorder_token_0'] },
      { name: 'b_nchwc', op: 'Conv', inputs: ['reorder_token_0', 'reorder'], outputs: ['reorder_token_1'], attributes: activation },
      {
        name: 'd_nchwc',
        op: 'Conv',
        inputs: ['reorder_token_1', 'v', '', 'reorder_token_1'],
        outputs: ['reorder_token_2'],
        attributes: activation,
      },
      { name: 'ReorderOutput_token_257', op: 'ReorderOutput', inputs: ['reorder_token_2'], outputs: ['y'] },
    ]);
    const origins = mapKernels(CONV_RELU, graph, undefined);
    expect(covers(origins)).toEqual([[], [0, 2, 1], [3, 5, 4], []]);
    expect(origins.map(origin => origin.anchor)).toEqual([0, 0, 3, 3]);
    expect(origins.map(origin => origin.added)).toEqual([true, false, false, true]);
  });

  it('knows reshapes of NCHWc blocks for the layout changes that they are', () => {
    const model = sketchGraph({
      inputs: { x: [1, 8, 4, 4] },
      weights: { w: floats([1], [0]), v: floats([1], [0]) },
      nodes: [
        ['Conv', ['x', 'w'], ['c']],
        ['Conv', ['c', 'v'], ['d']],
        ['Add', ['d', 'c'], ['s']],
        ['Reshape', ['s', 'w'], ['y']],
      ],
      outputs: ['y'],
    });
    const graph = optimized(
      [
        { name: 'c_nchwc', op: 'Conv', inputs: ['x', 'w'], outputs: ['reorder'] },
        { name: 'd_nchwc', op: 'Conv', inputs: ['reorder', 'v'], outputs: ['reorder_token_1'] },
        { name: 'Reshape', op: 'Reshape', inputs: ['reorder_token_1', 'w'], outputs: ['reshape'] },
        { name: 'Reshape_token_3', op: 'Reshape', inputs: ['reorder', 'w'], outputs: ['reshape_token_2'] },
        { name: '', op: 'Add', inputs: ['reshape', 'reshape_token_2'], outputs: ['reshape_token_4'] },
        { name: 'Reshape_token_5', op: 'Reshape', inputs: ['reshape_token_4', 'w'], outputs: ['reorder_token_6'] },
        { name: 'ReorderOutput_token_7', op: 'ReorderOutput', inputs: ['reorder_token_6'], outputs: ['s'] },
        { name: '', op: 'Reshape', inputs: ['s', 'w'], outputs: ['y'] },
      ],
      'x',
      ['w', 'v'],
    );
    const origins = mapKernels(model, graph, undefined);
    expect(origins.map(({ anchor }) => anchor)).toEqual([0, 1, 2, 2, 2, 2, 2, 3]);
    expect(origins.map(({ added }) => added)).toEqual([false, false, true, true, false, true, true, false]);
  });

  it('takes the heaviest node as the anchor where MACs are known', () => {
    const original = sketchGraph({
      inputs: { x: [1, 4] },
      nodes: [
        ['MatMul', ['x', 'x'], ['m']],
        ['MatMul', ['m', 'x'], ['n']],
      ],
      outputs: ['n'],
    });
    const graph = optimized([{ name: 'fused', op: 'Both', inputs: ['x'], outputs: ['n'] }]);
    expect(mapKernels(original, graph, Float64Array.of(100, 10))[0]?.anchor).toBe(0);
    expect(mapKernels(original, graph, Float64Array.of(10, 100))[0]?.anchor).toBe(1);
  });

  it('puts inserted conversions on the layer that reads them, and pieces of a node on that node', () => {
    const original = sketchGraph({ inputs: { x: [1, 4] }, nodes: [['Softmax', ['x'], ['y']]], outputs: ['y'] });
    const graph = optimized([
      { name: 'InsertedCast', op: 'Cast', inputs: ['x'], outputs: ['x_cast'] },
      { name: 'inner', op: 'Exp', inputs: ['x_cast'], outputs: ['inlined_exp'] },
      { name: 'last', op: 'Div', inputs: ['inlined_exp'], outputs: ['y'] },
    ]);
    expect(mapKernels(original, graph, undefined)).toEqual([
      { covers: [], anchor: 0, added: true },
      { covers: [0], anchor: 0, added: false },
      { covers: [0], anchor: 0, added: false },
    ]);
  });

  it('tells a fused activation in the NCHWc layout from the convolution that reads it', () => {
    const original = sketchGraph({
      inputs: { x: [1, 3, 8, 8] },
      weights: { w: floats([1], [0]), v: floats([1], [0]), half: floats([1], [0]) },
      nodes: [
        ['Conv', ['x', 'w'], ['c']],
        ['Sigmoid', ['c'], ['s']],
        ['Mul', ['c', 's'], ['m']],
        ['Conv', ['m', 'v'], ['d']],
        ['Div', ['d', 'half'], ['e']],
        ['Identity', ['e'], ['f']],
        ['Erf', ['f'], ['g']],
        ['Add', ['g', 'half'], ['h']],
        ['Mul', ['h', 'd'], ['i']],
        ['MaxPool', ['i'], ['p']],
        ['Concat', ['p', 'i'], ['y']],
      ],
      outputs: ['y'],
    });
    const graph = optimized([
      { name: 'c_nchwc', op: 'Conv', inputs: ['x', 'w'], outputs: ['reorder_0'] },
      { name: 'n2/QuickGeluFusion/', op: 'QuickGelu', inputs: ['reorder_0'], outputs: ['reorder_1'] },
      { name: 'd_nchwc', op: 'Conv', inputs: ['reorder_1', 'v'], outputs: ['reorder_2'] },
      { name: 'Gelu_token_3', op: 'Gelu', inputs: ['reorder_2'], outputs: ['reorder_3'] },
      { name: '', op: 'MaxPool', inputs: ['reorder_3'], outputs: ['reorder_4'] },
      { name: '', op: 'Concat', inputs: ['reorder_4', 'reorder_3'], outputs: ['reorder_5'] },
      { name: 'ReorderOutput', op: 'ReorderOutput', inputs: ['reorder_5'], outputs: ['y'] },
    ]);
    const origins = mapKernels(original, graph, undefined);
    expect(origins.map(({ anchor, added }) => [anchor, added])).toEqual([
      [0, false],
      [2, false],
      [3, false],
      [8, false],
      [9, false],
      [10, false],
      [10, true],
    ]);
    expect(new Set(covers(origins)[3])).toEqual(new Set([4, 5, 6, 7, 8]));
  });

  it('follows operators across transpositions that the runtime moved, and marks those as added', () => {
    const original = sketchGraph({
      inputs: { x: [2, 3, 4] },
      weights: { from: floats([1], [0]) },
      nodes: [
        ['Transpose', ['x'], ['t']],
        ['Slice', ['t', 'from'], ['s']],
        ['Relu', ['s'], ['y']],
      ],
      outputs: ['y'],
    });
    const graph = optimized([
      { name: '', op: 'Slice', inputs: ['x', 'from'], outputs: ['moved_0'] },
      { name: 'Transpose_token_1', op: 'Transpose', inputs: ['moved_0'], outputs: ['s'] },
      { name: 'n2', op: 'Relu', inputs: ['s'], outputs: ['y'] },
    ]);
    const origins = mapKernels(original, graph, undefined);
    expect(origins.map(({ anchor, added }) => [anchor, added])).toEqual([
      [1, false],
      [2, true],
      [2, false],
    ]);
    expect(new Set(covers(origins)[0])).toEqual(new Set([0, 1]));
  });

  it('puts every kernel of a node that runs as several on that node', () => {
    const original = sketchGraph({
      inputs: { x: [1, 4] },
      nodes: [['SoftmaxCrossEntropyLoss', ['x', 'x'], ['loss', 'log']]],
      outputs: ['loss', 'log'],
    });
    const graph = optimized([
      { name: 'inner', op: 'LogSoftmax', inputs: ['x'], outputs: ['inlined'] },
      { name: 'reduce', op: 'NegativeLogLikelihoodLoss', inputs: ['inlined', 'x'], outputs: ['loss'] },
      { name: 'copy', op: 'Identity', inputs: ['inlined'], outputs: ['log'] },
    ]);
    expect(mapKernels(original, graph, undefined).map(({ anchor, added }) => [anchor, added])).toEqual([
      [0, false],
      [0, false],
      [0, false],
    ]);
  });

  it('does not count constants as covered', () => {
    const original = sketchGraph({
      inputs: { x: [1] },
      nodes: [
        ['Constant', [], ['k'], { value: { kind: 'tensor', weight: floats([1], [2]) } }],
        ['Mul', ['x', 'k'], ['y']],
      ],
      outputs: ['y'],
    });
    const graph = optimized([{ name: 'n1', op: 'Mul', inputs: ['x', 'folded'], outputs: ['y'] }], 'x', ['folded']);
    expect(mapKernels(original, graph, undefined)[0]?.covers).toEqual([1]);
  });

  it('leaves what it cannot place without an anchor', () => {
    const original = sketchGraph({ inputs: { x: [1] }, nodes: [['Relu', ['x'], ['y']]], outputs: ['y'] });
    const graph = optimized([{ name: 'stray', op: 'Mystery', inputs: ['other'], outputs: ['else'] }], 'other');
    expect(mapKernels(original, graph, undefined)).toEqual([{ covers: [], anchor: undefined, added: true }]);
  });
});
