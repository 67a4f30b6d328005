import { describe, expect, it } from 'vitest';
import type { AttributeValue } from '../../../../src/shared/graph/attribute';
import type { Graph } from '../../../../src/shared/graph/graph';
import { nodeInputs } from '../../../../src/shared/graph/traversal';
import { cleanSketch } from '../../../fixtures/cleanSketch';
import { decode } from '../../../fixtures/passInput';
import { floats, int64s, type Sketch, type SketchNode } from '../../../fixtures/sketchGraph';

const ints = (...values: readonly number[]): AttributeValue => ({ kind: 'ints', values });
const ops = (graph: Graph): readonly string[] => graph.nodes.ops;

/** The stored values of input `index` of the first node. */
function stored(graph: Graph, index: number): readonly number[] {
  const tensor = nodeInputs(graph, 0)[index] ?? -1;
  return Array.from<number | bigint | string>(decode(graph.tensors.weights[tensor])).map(Number);
}

describe('Slice of a Slice', () => {
  const twice = (first: readonly string[], second: readonly string[], weights: Sketch['weights'] = {}): Sketch => ({
    inputs: { x: ['n', 10, 'w'] },
    weights: {
      ...{ one: int64s([1], [1]), two: int64s([1], [2]), three: int64s([1], [3]), eight: int64s([1], [8]), last: int64s([1], [-1]) },
      ...weights,
    },
    nodes: [
      ['Slice', ['x', ...first], ['a']],
      ['Slice', ['a', ...second], ['y']],
    ],
    outputs: ['y'],
  });

  it('of another axis has the limits of both', async () => {
    const graph = await cleanSketch(twice(['one', 'eight', 'one'], ['last', 'eight', 'two']));
    expect(ops(graph)).toEqual(['Slice']);
    expect([1, 2, 3, 4].map(index => stored(graph, index))).toEqual([[1, -1], [8, 8], [1, 2], [1, 1]]); // prettier-ignore
  });

  it('of the same axis counts in the steps of the first, from the front', async () => {
    // 1, 3, 5, 7 of the axis, of these all but the first and the last.
    const graph = await cleanSketch(twice(['one', 'eight', 'one', 'two'], ['one', 'last', 'one']));
    expect([1, 2, 3, 4].map(index => stored(graph, index))).toEqual([[3], [7], [1], [2]]);
  });

  it('to the end stays to the end', async () => {
    const graph = await cleanSketch(twice(['one', 'end', 'two'], ['two', 'end', 'two'], { end: int64s([1], [2 ** 62]) }));
    expect([1, 2].map(index => stored(graph, index))).toEqual([[3], [2 ** 62]]);
  });

  it('stays where it goes backwards, or counts from an end that is open', async () => {
    expect(ops(await cleanSketch(twice(['one', 'eight', 'one'], ['last', 'one', 'one', 'last'])))).toHaveLength(2);
    expect(ops(await cleanSketch(twice(['one', 'eight', 'two'], ['one', 'last', 'two'])))).toHaveLength(2);
  });
});

describe('norms over space', () => {
  const mean = (from: string, to: string, axes: AttributeValue): SketchNode => ['ReduceMean', [from], [to], { axes }];
  const written = (axes: AttributeValue): readonly SketchNode[] => [
    mean('x', 'm', axes),
    ['Sub', ['x', 'm'], ['d']],
    ['Mul', ['d', 'd'], ['p']],
    mean('p', 'v', axes),
    ['Add', ['v', 'epsilon'], ['e']],
    ['Sqrt', ['e'], ['r']],
    ['Div', ['d', 'r'], ['q']],
  ];
  const scaled: readonly SketchNode[] = [
    ['Mul', ['q', 'scale'], ['s']],
    ['Add', ['bias', 's'], ['y']],
  ];
  const sketch = (shape: Sketch['inputs'][string], ...nodes: readonly SketchNode[]): Sketch => ({
    inputs: { x: shape },
    weights: { epsilon: floats([], [2 ** -8]), scale: floats([2, 1, 1], [3, 4]), bias: floats([1, 2, 1, 1], [5, 6]) },
    nodes,
    outputs: [nodes.at(-1)?.[2][0] ?? ''],
  });

  it('are InstanceNormalization with scale and bias as vectors', async () => {
    const graph = await cleanSketch(sketch(['n', 2, 'h', 'w'], ...written(ints(2, 3)), ...scaled));
    expect(ops(graph)).toEqual(['InstanceNormalization']);
    expect([1, 2].map(index => stored(graph, index))).toEqual([[3, 4], [5, 6]]); // prettier-ignore
    expect(graph.nodes.attributes(0).get('epsilon')).toEqual({ kind: 'float', value: 2 ** -8 });
  });

  it('neither scale nor shift where nothing does', async () => {
    const graph = await cleanSketch(sketch(['n', 2, 'h', 'w'], ...written(ints(-1, -2))));
    expect([1, 2].map(index => stored(graph, index))).toEqual([[1, 1], [0, 0]]); // prettier-ignore
  });

  it('stay over fewer axes, for an open number of channels, and over the last of three axes', async () => {
    expect(ops(await cleanSketch(sketch(['n', 2, 'h', 'w'], ...written(ints(3)), ...scaled)))).toHaveLength(9);
    expect(ops(await cleanSketch(sketch(['n', 'c', 'h', 'w'], ...written(ints(2, 3)))))).toHaveLength(7);
    expect(ops(await cleanSketch(sketch(['n', 2, 'w'], ...written(ints(2)))))).toHaveLength(7);
  });

  const grouped = (opset: number): Sketch => ({
    inputs: { x: ['n', 4, 3, 3] },
    weights: {
      ...{ cut: int64s([3], [0, 2, -1]), back: int64s([4], [0, 4, 3, 3]), ones: floats([2], [1, 1]), zeros: floats([2], [0, 0]) },
      ...{ scale: floats([4, 1, 1], [1, 2, 3, 4]), bias: floats([4, 1, 1], [5, 6, 7, 8]) },
    },
    nodes: [
      ['Reshape', ['x', 'cut'], ['a']],
      ['InstanceNormalization', ['a', 'ones', 'zeros'], ['b'], { epsilon: { kind: 'float', value: 0.25 } }],
      ['Reshape', ['b', 'back'], ['q']],
      ...scaled,
    ],
    outputs: ['y'],
    opset,
  });

  it('of groups are GroupNormalization on request, from opset 21 on', async () => {
    const graph = await cleanSketch(grouped(21), { with: 'group-norm' });
    expect(ops(graph)).toEqual(['GroupNormalization']);
    expect(graph.nodes.attributes(0).get('num_groups')).toEqual({ kind: 'int', value: 2 });
    expect(graph.nodes.attributes(0).get('epsilon')).toEqual({ kind: 'float', value: 0.25 });
    expect([1, 2].map(index => stored(graph, index))).toEqual([[1, 2, 3, 4], [5, 6, 7, 8]]); // prettier-ignore
    expect(ops(await cleanSketch(grouped(21)))).toHaveLength(5);
    expect(ops(await cleanSketch(grouped(20), { with: 'group-norm' }))).toHaveLength(5);
  });
});

describe('activations that are written out', () => {
  const sketch = (opset: number, ...nodes: readonly SketchNode[]): Sketch => ({
    inputs: { x: ['n', 8] },
    weights: { one: floats([], [1]), half: floats([], [0.5]) },
    nodes,
    outputs: ['y'],
    opset,
  });
  const log: readonly SketchNode[] = [
    ['Exp', ['x'], ['a']],
    ['Add', ['one', 'a'], ['b']],
    ['Log', ['b'], ['s']],
  ];
  const gate: readonly SketchNode[] = [
    ['Tanh', ['s'], ['t']],
    ['Mul', ['x', 't'], ['y']],
  ];

  it('Mish from opset 18 on', async () => {
    const nodes: readonly SketchNode[] = [['Softplus', ['x'], ['s']], ...gate];
    expect(ops(await cleanSketch(sketch(18, ...nodes)))).toEqual(['Mish']);
    expect(ops(await cleanSketch(sketch(17, ...nodes)))).toHaveLength(3);
  });

  it('Softplus on request, and Mish of it', async () => {
    expect(ops(await cleanSketch(sketch(18, ...log, ...gate)))).toHaveLength(5);
    expect(ops(await cleanSketch(sketch(18, ...log, ...gate), { with: 'softplus' }))).toEqual(['Mish']);
    expect(ops(await cleanSketch(sketch(17, ...log, ...gate), { with: 'softplus' }))).toEqual(['Softplus', 'Tanh', 'Mul']);
  });

  it('Swish on request, with its factor, from opset 24 on', async () => {
    const nodes: readonly SketchNode[] = [
      ['Mul', ['half', 'x'], ['a']],
      ['Sigmoid', ['a'], ['b']],
      ['Mul', ['b', 'x'], ['y']],
    ];
    const graph = await cleanSketch(sketch(24, ...nodes), { with: 'swish' });
    expect(ops(graph)).toEqual(['Swish']);
    expect(graph.nodes.attributes(0).get('alpha')).toEqual({ kind: 'float', value: 0.5 });
    expect(ops(await cleanSketch(sketch(24, ...nodes)))).toHaveLength(3);
    expect(ops(await cleanSketch(sketch(23, ...nodes), { with: 'swish' }))).toHaveLength(3);
  });

  it('a rule that does not exist is a mistake', async () => {
    await expect(cleanSketch(sketch(17, ...log, ...gate), { with: 'swoosh' })).rejects.toThrow('no rule “swoosh”');
  });
});

describe('scale and shift before a layer', () => {
  const before = (layer: SketchNode, ...nodes: readonly SketchNode[]): Sketch => ({
    inputs: { x: ['n', 2] },
    weights: {
      ...{ each: floats([2], [2, 10]), w: floats([2, 3], [1, 2, 3, 4, 5, 6]), b: floats([3], [1, 1, 1]) },
      ...{ kernel: floats([2, 1, 1, 1], [3, 4]), channels: floats([2, 1, 1], [2, 10]) },
    },
    nodes: [...nodes, layer],
    outputs: ['y'],
  });

  it('are taken into a Gemm, whose own factors count', async () => {
    const attributes: SketchNode[3] = { alpha: { kind: 'float', value: 0.5 }, beta: { kind: 'float', value: 3 } };
    const graph = await cleanSketch(
      before(['Gemm', ['s', 'w', 'b'], ['y'], attributes], ['Mul', ['x', 'each'], ['a']], ['Add', ['a', 'each'], ['s']]),
    );
    expect(ops(graph)).toEqual(['Gemm']);
    expect(stored(graph, 1)).toEqual([2, 4, 6, 40, 50, 60]);
    // 3 · 1 + 0.5 · (2 · first row + 10 · second row)
    expect(stored(graph, 2)).toEqual([24, 30, 36]);
    expect(graph.nodes.attributes(0).get('beta')).toEqual({ kind: 'float', value: 1 });
  });

  it('a scale is taken into a ConvTranspose, a shift is not', async () => {
    const conv: SketchNode = ['ConvTranspose', ['s', 'kernel'], ['y']];
    const image = { inputs: { x: ['n', 2, 4, 4] } };
    const graph = await cleanSketch({ ...before(conv, ['Mul', ['channels', 'x'], ['s']]), ...image });
    expect(ops(graph)).toEqual(['ConvTranspose']);
    expect(stored(graph, 1)).toEqual([6, 40]);
    expect(ops(await cleanSketch({ ...before(conv, ['Add', ['channels', 'x'], ['s']]), ...image }))).toHaveLength(2);
  });
});
