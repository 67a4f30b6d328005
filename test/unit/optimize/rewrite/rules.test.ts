import { describe, expect, it } from 'vitest';
import type { AttributeValue } from '../../../../src/shared/graph/attribute';
import type { Graph } from '../../../../src/shared/graph/graph';
import { nodeInputs, producerOf, tensorByName } from '../../../../src/shared/graph/traversal';
import { cleanSketch } from '../../../fixtures/cleanSketch';
import { decode } from '../../../fixtures/passInput';
import { floats, int64s, noise, sketchGraph, type Sketch, type SketchNode } from '../../../fixtures/sketchGraph';

const ops = (graph: Graph): readonly string[] => graph.nodes.ops;
const int = (value: number): AttributeValue => ({ kind: 'int', value });
const ints = (...values: readonly number[]): AttributeValue => ({ kind: 'ints', values });
function valuesOf(graph: Graph, name: string): readonly number[] {
  return Array.from<number | bigint | string>(decode(graph.tensors.weights[tensorByName(graph, name)])).map(Number);
}

/** The stored values of input `index` of node `node`. */
function stored(graph: Graph, node: number, index: number): readonly number[] {
  return valuesOf(graph, graph.tensors.names[nodeInputs(graph, node)[index] ?? -1] ?? '');
}

/** x of [batch, 6, 4] seen as [batch, 24], the target computed from the shape of x as exporters do. */
const FLATTENED: readonly SketchNode[] = [
  ['Shape', ['x'], ['s']],
  ['Gather', ['s', 'zero'], ['n'], { axis: int(0) }],
  ['Unsqueeze', ['n', 'axis'], ['n1']],
  ['Concat', ['n1', 'rest'], ['target'], { axis: int(0) }],
  ['Reshape', ['x', 'target'], ['y']],
];
const FLATTEN_WEIGHTS = { zero: int64s([], [0]), axis: int64s([1], [0]), rest: int64s([1], [24]) };

describe('arithmetic on shapes', () => {
  it('makes the target of a Reshape constant where it copies a size', async () => {
    const graph = await cleanSketch({ inputs: { x: ['batch', 6, 4] }, weights: FLATTEN_WEIGHTS, nodes: FLATTENED, outputs: ['y'] });
    expect(ops(graph)).toEqual(['Reshape']);
    expect(stored(graph, 0, 1)).toEqual([0, 24]);
  });

  it('leaves one size to infer where none can be copied, and never two', async () => {
    const reshaped = (...dims: readonly string[]): Sketch => ({
      inputs: { x: ['a', 'b', 4], like: [...dims, 4] },
      nodes: [
        ['Shape', ['like'], ['target']],
        ['Reshape', ['x', 'target'], ['y']],
      ],
      outputs: ['y'],
    });
    const one = await cleanSketch(reshaped('b', 'a'));
    expect(ops(one)).toEqual(['Shape', 'Reshape']);
    const copied = await cleanSketch(reshaped('a', 'c'));
    expect(ops(copied)).toEqual(['Reshape']);
    expect(stored(copied, 0, 1)).toEqual([0, -1, 4]);
  });

  it('does not copy with 0 where allowzero gives it another meaning', async () => {
    const nodes = FLATTENED.map((node): SketchNode =>
      node[0] === 'Reshape' ? ['Reshape', node[1], node[2], { allowzero: int(1) }] : node,
    );
    const graph = await cleanSketch({ inputs: { x: ['batch', 6, 4] }, weights: FLATTEN_WEIGHTS, nodes, outputs: ['y'] });
    expect(stored(graph, 0, 1)).toEqual([-1, 24]);
  });

  it('trusts no weight that a caller may replace', async () => {
    const graph = await cleanSketch({
      inputs: { x: ['batch', 6, 4], rest: [1] },
      weights: FLATTEN_WEIGHTS,
      nodes: FLATTENED,
      outputs: ['y'],
    });
    expect(ops(graph)).toContain('Concat');
  });

  it('reads targets of several layers from the inputs once', async () => {
    const layer = (name: string): readonly SketchNode[] => [
      ['Shape', ['x'], [`${name}s`]],
      ['Gather', [`${name}s`, 'zero'], [`${name}a`], { axis: int(0) }],
      ['Gather', [`${name}s`, 'one'], [`${name}b`], { axis: int(0) }],
      ['Unsqueeze', [`${name}a`, 'axis'], [`${name}a1`]],
      ['Unsqueeze', [`${name}b`, 'axis'], [`${name}b1`]],
      ['Concat', [`${name}b1`, `${name}a1`, 'rest'], [`${name}t`], { axis: int(0) }],
      ['Expand', [`${name}w`, `${name}t`], [name]],
    ];
    const graph = await cleanSketch({
      inputs: { x: ['batch', 'seq', 4] },
      weights: { ...FLATTEN_WEIGHTS, one: int64s([], [1]), yw: floats([1, 1, 24], noise(24)), zw: floats([1, 1, 24], noise(24, 2)) },
      nodes: [...layer('y'), ...layer('z')],
      outputs: ['y', 'z'],
    });
    expect([...ops(graph)].sort()).toEqual(['Concat', 'Expand', 'Expand', 'Shape', 'Shape']);
  });
});

describe('nodes that change nothing', () => {
  const through = async (op: string, weights: Sketch['weights'], inputs: readonly string[]): Promise<readonly string[]> =>
    ops(await cleanSketch({ inputs: { x: ['n', 3] }, ...(weights === undefined ? {} : { weights }), nodes: [['Relu', ['x'], ['a']], [op, ['a', ...inputs], ['b']], ['Relu', ['b'], ['y']]], outputs: ['y'] })); // prettier-ignore

  it.each([
    ['Slice from the start to the end', 'Slice', { from: int64s([1], [0]), to: int64s([1], [2 ** 31 - 1]) }, ['from', 'to']],
    ['Expand to its own shape', 'Expand', { shape: int64s([2], [1, 3]) }, ['shape']],
    ['Pad by nothing', 'Pad', { pads: int64s([4], [0, 0, 0, 0]) }, ['pads']],
    ['Tile once', 'Tile', { repeats: int64s([2], [1, 1]) }, ['repeats']],
    ['Mul by one', 'Mul', { one: floats([], [1]) }, ['one']],
    ['Sub of zero', 'Sub', { zero: floats([1], [0]) }, ['zero']],
  ] as const)('%s', async (_, op, weights, inputs) => {
    expect(await through(op, weights, inputs)).toEqual(['Relu', 'Relu']);
  });

  it.each([
    ['Slice backwards', 'Slice', { from: int64s([1], [2]), to: int64s([1], [-10]), axes: int64s([1], [1]), steps: int64s([1], [-1]) }, ['from', 'to', 'axes', 'steps']],
    ['Pad that shifts', 'Pad', { pads: int64s([4], [0, 1, 0, -1]) }, ['pads']],
    ['Add of zero, which turns −0 into 0', 'Add', { zero: floats([1], [0]) }, ['zero']],
    ['Mul by one that adds an axis', 'Mul', { one: floats([1, 1, 1], [1]) }, ['one']],
  ] as const)('but not %s', async (_, op, weights, inputs) => {
    expect(await through(op, weights, inputs)).toEqual(['Relu', op, 'Relu']);
  }); // prettier-ignore
});

describe('views and permutations', () => {
  it('makes one Reshape of two views, and none where the shape comes back', async () => {
    const nodes: readonly SketchNode[] = [
      ['Relu', ['x'], ['a']],
      ['Unsqueeze', ['a', 'axis'], ['b']],
      ['Reshape', ['b', 'shape'], ['c']],
      ['Relu', ['c'], ['y']],
    ];
    const weights = { axis: int64s([1], [1]), shape: int64s([2], [0, 12]), back: int64s([3], [0, 3, 4]) };
    const merged = await cleanSketch({ inputs: { x: ['n', 3, 4] }, weights, nodes, outputs: ['y'] });
    expect(ops(merged)).toEqual(['Relu', 'Reshape', 'Relu']);
    const there = [...nodes.slice(0, 3), ['Reshape', ['c', 'back'], ['d']], ['Relu', ['d'], ['y']]] as const;
    expect(ops(await cleanSketch({ inputs: { x: ['n', 3, 4] }, weights, nodes: there, outputs: ['y'] }))).toEqual(['Relu', 'Relu']);
  });

  it('keeps the inner view where something else reads it', async () => {
    const graph = await cleanSketch({
      inputs: { x: ['n', 3, 4] },
      weights: { axis: int64s([1], [1]), shape: int64s([2], [0, 12]) },
      nodes: [
        ['Unsqueeze', ['x', 'axis'], ['b']],
        ['Reshape', ['b', 'shape'], ['y']],
        ['Relu', ['b'], ['z']],
      ],
      outputs: ['y', 'z'],
    });
    expect(ops(graph)).toEqual(['Unsqueeze', 'Reshape', 'Relu']);
  });

  it('composes permutations in the right order', async () => {
    const graph = await cleanSketch({
      inputs: { x: [2, 3, 4] },
      nodes: [
        ['Transpose', ['x'], ['a'], { perm: ints(1, 2, 0) }],
        ['Transpose', ['a'], ['y'], { perm: ints(0, 2, 1) }],
      ],
      outputs: ['y'],
    });
    // a[i, j, k] = x[k, i, j] and y[i, j, k] = a[i, k, j].
    expect(graph.nodes.attributes(0).get('perm')).toEqual(ints(1, 0, 2));
    expect(ops(graph)).toEqual(['Transpose']);
  });

  it('writes a Transpose between Unsqueeze and Squeeze without the axis that comes and goes', async () => {
    const graph = await cleanSketch({
      inputs: { x: ['s', 'n', 3, 8] },
      weights: { front: int64s([1], [0]), back: int64s([1], [-2]) },
      nodes: [
        ['Unsqueeze', ['x', 'front'], ['a']],
        ['Transpose', ['a'], ['b'], { perm: ints(3, 1, 2, 0, 4) }],
        ['Squeeze', ['b', 'back'], ['y']],
      ],
      outputs: ['y'],
    });
    expect(ops(graph)).toEqual(['Transpose']);
    expect(graph.nodes.attributes(0).get('perm')).toEqual(ints(2, 0, 1, 3));
  });
});

describe('duplicates', () => {
  const twice = (op: string, first: SketchNode[3] = {}, second: SketchNode[3] = {}): Sketch => ({
    inputs: { x: ['n', 3] },
    nodes: [
      [op, ['x'], ['a'], first],
      [op, ['x'], ['b'], second],
      ['Add', ['a', 'b'], ['y']],
    ],
    outputs: ['y'],
  });
  const alpha = (value: number): NonNullable<SketchNode[3]> => ({ alpha: { kind: 'float', value } });

  it('computes the same once', async () => {
    const graph = await cleanSketch(twice('Elu', alpha(2), alpha(2)));
    expect(ops(graph)).toEqual(['Elu', 'Add']);
    expect([...new Set(nodeInputs(graph, 1))]).toHaveLength(1);
  });

  it('keeps what differs in an attribute, or is random', async () => {
    expect(ops(await cleanSketch(twice('Elu', alpha(2), alpha(3))))).toEqual(['Elu', 'Elu', 'Add']);
    expect(ops(await cleanSketch(twice('RandomNormalLike')))).toHaveLength(3);
  });

  it('keeps a twin whose name is an output', async () => {
    const graph = await cleanSketch({ ...twice('Relu'), outputs: ['y', 'b'] });
    expect(ops(graph)).toEqual(['Relu', 'Relu', 'Add']);
  });
});

describe('scale and shift', () => {
  const conv = (...nodes: readonly SketchNode[]): Sketch => ({
    inputs: { x: [1, 2, 4, 4] },
    weights: {
      w: floats([2, 2, 1, 1], [1, 2, 3, 4]),
      b: floats([2], [1, -1]),
      two: floats([1], [2]),
      each: floats([2, 1, 1], [2, 10]),
      wide: floats([1, 1, 1, 4], [1, 2, 3, 4]),
    },
    nodes: [['Conv', ['x', 'w', 'b'], ['t']], ...nodes],
    outputs: ['y'],
  });

  it('are taken into the Conv before them, in their order', async () => {
    const graph = await cleanSketch(conv(['Mul', ['each', 't'], ['u']], ['Add', ['u', 'two'], ['y']]));
    expect(ops(graph)).toEqual(['Conv']);
    expect(valuesOf(graph, 'w')).toEqual([2, 4, 30, 40]);
    expect(valuesOf(graph, 'b')).toEqual([4, -8]);
  });

  it('are divided and subtracted the right way round', async () => {
    const graph = await cleanSketch(conv(['Div', ['t', 'two'], ['u']], ['Sub', ['u', 'two'], ['y']]));
    expect(valuesOf(graph, 'w')).toEqual([0.5, 1, 1.5, 2]);
    expect(valuesOf(graph, 'b')).toEqual([-1.5, -2.5]);
    expect(ops(await cleanSketch(conv(['Sub', ['two', 't'], ['y']])))).toEqual(['Conv', 'Sub']);
  });

  it('stay where they are not one number per channel', async () => {
    expect(ops(await cleanSketch(conv(['Mul', ['t', 'wide'], ['y']])))).toEqual(['Conv', 'Mul']);
  });

  it('by one number are taken into the MatMul after them, unless the weight is shared', async () => {
    const product = (...outputs: readonly string[]): Sketch => ({
      inputs: { x: ['n', 2] },
      weights: { w: floats([2, 2], [1, 2, 3, 4]), half: floats([], [0.5]) },
      nodes: [
        ['Mul', ['x', 'half'], ['a']],
        ['MatMul', ['a', 'w'], ['y']],
        ['MatMul', ['x', 'w'], ['z']],
      ],
      outputs,
    });
    const graph = await cleanSketch(product('y', 'z'));
    expect(ops(graph)).toEqual(['Mul', 'MatMul', 'MatMul']);
    const alone = await cleanSketch({ ...product('y'), nodes: product('y').nodes.slice(0, 2) });
    expect(ops(alone)).toEqual(['MatMul']);
    expect(valuesOf(alone, 'w')).toEqual([0.5, 1, 1.5, 2]);
  });

  it('leave a weight as it is that a caller sees as an output', async () => {
    const graph = await cleanSketch({
      inputs: { x: ['n', 2] },
      weights: { w: floats([2, 2], [1, 2, 3, 4]), half: floats([], [0.5]) },
      nodes: [
        ['Mul', ['x', 'half'], ['a']],
        ['MatMul', ['a', 'w'], ['y']],
      ],
      outputs: ['y', 'w'],
    });
    expect(ops(graph)).toEqual(['Mul', 'MatMul']);
    expect(valuesOf(graph, 'w')).toEqual([1, 2, 3, 4]);
  });

  it('of both operands of a product are one', async () => {
    const graph = await cleanSketch({
      inputs: { q: ['n', 4], k: [4, 'n'] },
      weights: { s: floats([], [0.5]), t: floats([1], [4]) },
      nodes: [
        ['Mul', ['q', 's'], ['a']],
        ['Div', ['k', 't'], ['b']],
        ['MatMul', ['a', 'b'], ['y']],
      ],
      outputs: ['y'],
    });
    expect(ops(graph)).toEqual(['Mul', 'MatMul']);
    expect(stored(graph, 0, 1)).toEqual([0.125]);
  });
});

describe('operators that are written out', () => {
  const hardSwish = (divisor: number): readonly SketchNode[] => [
    ['Add', ['x', 'three'], ['a']],
    ['Clip', ['a', 'zero', 'six'], ['b']],
    ['Mul', ['x', 'b'], ['c']],
    ['Div', ['c', divisor === 6 ? 'six' : 'other'], ['y']],
  ];
  const constants = { three: floats([], [3]), zero: floats([], [0]), six: floats([], [6]), other: floats([], [6.01]) };
  const inputs = { x: ['n', 8] };

  it('HardSwish, or its gate before opset 14', async () => {
    const sketch = { inputs, weights: constants, nodes: hardSwish(6), outputs: ['y'] };
    expect(ops(await cleanSketch(sketch))).toEqual(['HardSwish']);
    expect(ops(await cleanSketch({ ...sketch, opset: 11 }))).toEqual(['HardSigmoid', 'Mul']);
  });

  it('not where a constant is only nearly right, or a step between is an output', async () => {
    expect(ops(await cleanSketch({ inputs, weights: constants, nodes: hardSwish(6.01), outputs: ['y'] }))).toHaveLength(4);
    expect(ops(await cleanSketch({ inputs, weights: constants, nodes: hardSwish(6), outputs: ['y', 'b'] }))).toHaveLength(4);
  });

  const gelu: readonly SketchNode[] = [
    ['Div', ['x', 'root'], ['a']],
    ['Erf', ['a'], ['b']],
    ['Add', ['b', 'one'], ['c']],
    ['Mul', ['x', 'c'], ['d']],
    ['Mul', ['d', 'half'], ['y']],
  ];
  const geluWeights = { root: floats([], [Math.SQRT2]), one: floats([], [1]), half: floats([], [0.5]) };

  it('Gelu from opset 20 on', async () => {
    const graph = await cleanSketch({ inputs, weights: geluWeights, nodes: gelu, outputs: ['y'], opset: 20 });
    expect(ops(graph)).toEqual(['Gelu']);
    expect(graph.nodes.attributes(0).get('approximate')).toEqual({ kind: 'string', value: 'none' });
    expect(ops(await cleanSketch({ inputs, weights: geluWeights, nodes: gelu, outputs: ['y'], opset: 19 }))).toHaveLength(5);
  });

  const norm = (axis: number): readonly SketchNode[] => [
    ['ReduceMean', ['x'], ['m'], { axes: ints(axis) }],
    ['Sub', ['x', 'm'], ['d']],
    ['Pow', ['d', 'two'], ['p']],
    ['ReduceMean', ['p'], ['v'], { axes: ints(axis) }],
    ['Add', ['v', 'epsilon'], ['e']],
    ['Sqrt', ['e'], ['r']],
    ['Div', ['d', 'r'], ['q']],
    ['Mul', ['q', 'scale'], ['s']],
    ['Add', ['s', 'bias'], ['y']],
  ];
  const normWeights = {
    two: floats([], [2]),
    epsilon: floats([], [1e-6]),
    scale: floats([8], noise(8)),
    bias: floats([8], noise(8, 2)),
  };

  it('LayerNormalization with its scale, bias and epsilon, over the last axis only', async () => {
    const graph = await cleanSketch({ inputs: { x: ['n', 8, 8] }, weights: normWeights, nodes: norm(-1), outputs: ['y'] });
    expect(ops(graph)).toEqual(['LayerNormalization']);
    expect(Array.from(nodeInputs(graph, 0), tensor => graph.tensors.names[tensor])).toEqual(['x', 'scale', 'bias']);
    expect(graph.nodes.attributes(0).get('epsilon')).toEqual({ kind: 'float', value: Math.fround(1e-6) });
    expect(ops(await cleanSketch({ inputs: { x: ['n', 8, 8] }, weights: normWeights, nodes: norm(1), outputs: ['y'] }))).toHaveLength(9);
    expect(
      ops(await cleanSketch({ inputs: { x: ['n', 8, 8] }, weights: normWeights, nodes: norm(-1), outputs: ['y'], opset: 16 })),
    ).toHaveLength(9);
  });

  const attention = (...masking: readonly SketchNode[]): Sketch => ({
    inputs: { q: ['n', 2, 's', 8], k: ['n', 2, 't', 8], v: ['n', 2, 't', 8], mask: ['n', 1, 's', 't'], flat: ['n', 1, 1, 't'] },
    weights: { eighth: floats([], [0.125]) },
    nodes: [
      ['Transpose', ['k'], ['kt'], { perm: ints(0, 1, 3, 2) }],
      ['MatMul', ['q', 'kt'], ['a']],
      ['Mul', ['a', 'eighth'], ['b']],
      ...masking,
      ['Softmax', [masking.length === 0 ? 'b' : 'c'], ['p'], { axis: int(-1) }],
      ['MatMul', ['p', 'v'], ['y']],
    ],
    outputs: ['y'],
    opset: 23,
  });

  it('Attention with its scale and mask', async () => {
    const graph = await cleanSketch(attention(['Add', ['b', 'mask'], ['c']]));
    expect(ops(graph)).toEqual(['Attention']);
    expect(Array.from(nodeInputs(graph, 0), tensor => graph.tensors.names[tensor])).toEqual(['q', 'k', 'v', 'mask']);
    expect(graph.nodes.attributes(0).get('scale')).toEqual({ kind: 'float', value: 0.125 });
    expect(ops(await cleanSketch({ ...attention(), opset: 22 }))).toHaveLength(5);
    // The runtime refuses a mask that would have to be broadcast over queries.
    expect(ops(await cleanSketch(attention(['Add', ['b', 'flat'], ['c']])))).toContain('Softmax');
  });

  it('not Attention where the products broadcast over heads', async () => {
    const shared = { ...attention(), inputs: { q: ['n', 2, 's', 8], k: ['n', 1, 't', 8], v: ['n', 1, 't', 8] } };
    expect(ops(await cleanSketch(shared))).toContain('Softmax');
  });

  it('Attention over the last axis where heads come from it and go back', async () => {
    const heads = (name: string): readonly SketchNode[] => [
      ['Reshape', [name, 'cut'], [`${name}4`]],
      ['Transpose', [`${name}4`], [`${name}h`], { perm: ints(0, 2, 1, 3) }],
    ];
    const graph = await cleanSketch({
      inputs: { q: ['n', 's', 16], k: ['n', 's', 16], v: ['n', 's', 16] },
      weights: { cut: int64s([4], [0, 0, 2, 8]), join: int64s([3], [0, 0, 16]) },
      nodes: [
        ...heads('q'),
        ...heads('k'),
        ...heads('v'),
        ['Transpose', ['kh'], ['kt'], { perm: ints(0, 1, 3, 2) }],
        ['MatMul', ['qh', 'kt'], ['a']],
        ['Softmax', ['a'], ['p'], { axis: int(-1) }],
        ['MatMul', ['p', 'vh'], ['c']],
        ['Transpose', ['c'], ['d'], { perm: ints(0, 2, 1, 3) }],
        ['Reshape', ['d', 'join'], ['y']],
      ],
      outputs: ['y'],
      opset: 23,
    });
    expect(ops(graph)).toEqual(['Attention']);
    expect(graph.nodes.attributes(0).get('q_num_heads')).toEqual(int(2));
    expect(graph.nodes.attributes(0).get('scale')).toEqual({ kind: 'float', value: 1 });
  });
});

describe('Gathers that take one slice each', () => {
  const sliced = (...indices: readonly number[]): Sketch => ({
    inputs: { x: ['s', 'n', 24] },
    weights: {
      cut: int64s([4], [0, 0, 3, 8]),
      flat: int64s([2], [-1, 8]),
      ...Object.fromEntries(indices.map((index, position) => [`i${position}`, int64s([], [index])])),
    },
    nodes: [
      ['Reshape', ['x', 'cut'], ['a']],
      ['Transpose', ['a'], ['b'], { perm: ints(2, 0, 1, 3) }],
      ...indices.flatMap((_, position): readonly SketchNode[] => [
        ['Gather', ['b', `i${position}`], [`g${position}`], { axis: int(0) }],
        ['Reshape', [`g${position}`, 'flat'], [`y${position}`]],
      ]),
    ],
    outputs: indices.map((_, position) => `y${position}`),
  });

  it('are one Split, without what brought the axis to the front', async () => {
    const graph = await cleanSketch(sliced(0, 2, 1));
    expect(ops(graph)).toEqual(['Reshape', 'Split']);
    expect(graph.tensors.names[nodeInputs(graph, 0)[0] ?? -1]).toBe('x');
    expect(graph.nodes.attributes(1).get('axis')).toEqual(int(1));
  });

  it('stay when they do not take all, or take one twice', async () => {
    expect(ops(await cleanSketch(sliced(0, 1)))).not.toContain('Split');
    expect(ops(await cleanSketch(sliced(0, 1, 1)))).not.toContain('Split');
  });
});

describe('one position that is read alone', () => {
  const block: Sketch = {
    inputs: { x: ['batch', 5, 4] },
    weights: {
      ...{
        w: floats([4, 4], noise(16)),
        v: floats([4, 4], noise(16, 2)),
        scale: floats([4], [1, 1, 1, 1]),
        bias: floats([4], [0, 0, 0, 1]),
      },
      first: int64s([], [0]),
    },
    nodes: [
      ['Erf', ['x'], ['e']],
      ['LayerNormalization', ['e', 'scale', 'bias'], ['n']],
      ['MatMul', ['n', 'w'], ['k']],
      ['MatMul', ['n', 'v'], ['q']],
      ['Transpose', ['k'], ['t'], { perm: ints(0, 2, 1) }],
      ['MatMul', ['q', 't'], ['scores']],
      ['Softmax', ['scores'], ['weights'], { axis: int(-1) }],
      ['MatMul', ['weights', 'n'], ['mixed']],
      ['Add', ['mixed', 'e'], ['sum']],
      ['Gather', ['sum', 'first'], ['y'], { axis: int(1) }],
    ],
    outputs: ['y'],
  };

  it('is taken before its queries, and keys and values keep all positions', async () => {
    const graph = await cleanSketch(block);
    expect(ops(graph).filter(op => op === 'Gather')).toHaveLength(2);
    const producer = (node: number, index: number): string => ops(graph)[producerOf(graph, nodeInputs(graph, node)[index] ?? -1)] ?? '';
    const products = ops(graph).flatMap((op, node) => (op === 'MatMul' ? [[producer(node, 0), producer(node, 1)]] : []));
    expect(products).toContainEqual(['Gather', '']);
    expect(products).toContainEqual(['LayerNormalization', '']);
    expect(products).toContainEqual(['Softmax', 'LayerNormalization']);
    expect(ops(graph).at(-1)).toBe('Squeeze');
  });

  it('stays where others read the result as well', async () => {
    const graph = await cleanSketch({ ...block, outputs: ['y', 'sum'] });
    expect(ops(graph)).toEqual(ops(sketchGraph(block)));
  });

  it('stays where positions are mixed', async () => {
    const mixed: Sketch = {
      inputs: { x: ['batch', 5, 4] },
      weights: { first: int64s([], [0]) },
      nodes: [
        ['Softmax', ['x'], ['s'], { axis: int(1) }],
        ['Gather', ['s', 'first'], ['y'], { axis: int(1) }],
      ],
      outputs: ['y'],
    };
    expect(ops(await cleanSketch(mixed))).toEqual(['Softmax', 'Gather']);
  });
});
