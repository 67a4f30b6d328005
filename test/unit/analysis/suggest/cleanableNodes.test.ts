import { describe, expect, it } from 'vitest';
import { findCleanableNodes } from '../../../../src/analysis/suggest/cleanableNodes';
import { analyze } from '../../../../src/analysis/analyze';
import { PatternGraph } from '../../../../src/analysis/suggest/patterns/patternGraph';
import { foldAffine } from '../../../../src/optimize/rewrite/foldAffine';
import { removeNoOps } from '../../../../src/optimize/rewrite/removeNoOps';
import type { Graph } from '../../../../src/shared/graph/graph';
import { memoryReader, passInput } from '../../../fixtures/passInput';
import { floats, int64s, sketchGraph } from '../../../fixtures/sketchGraph';

const VECTOR = floats([2], [1, 2]);

function cleanable(graph: Graph, dims: ReadonlyMap<string, number> = new Map()): ReturnType<typeof findCleanableNodes> {
  const reader = memoryReader(graph);
  return findCleanableNodes(new PatternGraph(graph, reader), analyze(graph, reader, { dims }));
}

describe('nodes that a clean-up takes out', () => {
  it('are those that its rule for no-ops takes out, also by shapes and values, whatever sizes were chosen', async () => {
    const graph = sketchGraph({
      inputs: { x: ['n', 4] },
      weights: {
        ...{ same: int64s([2], [0, 4]), other: int64s([2], [1, 4]), none: int64s([4], [0, 0, 0, 0]), one: floats([], [1]) },
        ...{ wide: floats([1, 1, 1], [1]), zero: floats([1], [0]), start: int64s([1], [0]), end: int64s([1], [9]) },
      },
      nodes: [
        ['Identity', ['x'], ['shown']],
        ['Reshape', ['x', 'same'], ['a']],
        ['Pad', ['a', 'none'], ['b']],
        ['Mul', ['b', 'one'], ['c']],
        ['Slice', ['c', 'start', 'end'], ['d']],
        ['Sub', ['d', 'zero'], ['e']],
        ['Add', ['e', 'zero'], ['f']],
        ['Reshape', ['f', 'other'], ['g']],
        ['Mul', ['g', 'wide'], ['h']],
        ['Relu', ['h'], ['i']],
        ['Identity', ['i'], ['y']],
      ],
      outputs: ['y', 'shown'],
    });
    const { noOps } = cleanable(graph, new Map([['n', 1]]));
    expect(noOps).toEqual([1, 2, 3, 5, 10]);
    const { changes } = await removeNoOps(passInput(graph), graph);
    expect(changes.map(({ node }) => node)).toEqual(noOps);
  });

  it('are counted once each, by kind', () => {
    const graph = sketchGraph({
      inputs: { x: [1, 2, 4, 4] },
      weights: { w: floats([2, 2, 1, 1], [1, 0, 0, 1]), s: VECTOR, b: VECTOR, m: VECTOR, v: VECTOR },
      nodes: [
        ['Identity', ['x'], ['a']],
        ['Conv', ['a', 'w'], ['c']],
        ['BatchNormalization', ['c', 's', 'b', 'm', 'v'], ['d']],
        ['Dropout', ['d'], ['e', 'mask']],
        ['Add', ['s', 'b'], ['sum']],
        ['Mul', ['e', 'sum'], ['y']],
        ['Relu', ['e'], ['unused']],
      ],
      outputs: ['y'],
    });
    expect(cleanable(graph)).toEqual({
      noOps: [0, 3],
      stored: [],
      computed: [4],
      batchNorms: [2],
      affines: [],
      dead: [6],
    });
  });

  it('fold scales and shifts into the layer before as the rule of a clean-up does, and no others', async () => {
    const graph = sketchGraph({
      inputs: { x: [1, 2, 4, 4] },
      weights: {
        ...{ w: floats([2, 2, 1, 1], [1, 0, 0, 1]), u: floats([2, 2, 1, 1], [1, 2, 3, 4]), t: floats([2, 2, 1, 1], [4, 3, 2, 1]) },
        ...{
          shared: floats([2, 2, 1, 1], [1, 1, 1, 1]),
          one: floats([1], [3]),
          channel: floats([2, 1, 1], [1, 2]),
          row: floats([1, 1, 1, 4], [1, 2, 3, 4]),
        },
      },
      nodes: [
        ['Conv', ['x', 'w'], ['a']],
        ['Mul', ['a', 'one'], ['b']],
        ['Add', ['channel', 'b'], ['c']],
        ['Relu', ['c'], ['d']],
        ['Add', ['d', 'one'], ['e']],
        ['Conv', ['e', 'u'], ['f']],
        ['Add', ['f', 'row'], ['g']],
        ['Conv', ['g', 't'], ['h']],
        ['Div', ['one', 'h'], ['i']],
        ['Conv', ['i', 'shared'], ['j']],
        ['Mul', ['j', 'one'], ['k']],
        ['Conv', ['k', 'shared'], ['l']],
        ['Sub', ['l', 'one'], ['m']],
        ['Add', ['m', 'h'], ['y']],
      ],
      outputs: ['y'],
    });
    const { affines } = cleanable(graph);
    expect(affines).toEqual([1, 2, 12]);
    let merged = 0;
    for (let [before, next] = [graph, await foldAffine(passInput(graph), graph)]; next.graph !== before;) {
      merged += next.changes.length;
      before = next.graph;
      next = await foldAffine(passInput(before), before);
    }
    expect(merged).toBe(affines.length);
  });

  it('include casts to the same type, joins of one and transposes that move nothing', () => {
    const graph = sketchGraph({
      inputs: { x: [1, 4] },
      nodes: [
        ['Cast', ['x'], ['a'], { to: { kind: 'int', value: 1 } }],
        ['Concat', ['a'], ['b'], { axis: { kind: 'int', value: 0 } }],
        ['Transpose', ['b'], ['c'], { perm: { kind: 'ints', values: [0, 1] } }],
        ['Transpose', ['c'], ['d']],
        ['Cast', ['d'], ['y'], { to: { kind: 'int', value: 10 } }],
      ],
      outputs: ['y'],
    });
    expect(cleanable(graph).noOps).toEqual([0, 1, 2]);
  });

  it('are no dropouts of an old operator set that are in training, as clean has it', () => {
    const graph = sketchGraph({
      inputs: { x: [1, 4] },
      nodes: [
        ['Dropout', ['x'], ['a']],
        ['Dropout', ['a'], ['y'], { is_test: { kind: 'int', value: 1 } }],
      ],
      outputs: ['y'],
      opset: 6,
    });
    expect(cleanable(graph).noOps).toEqual([1]);
  });

  it('are not norms whose input others read, nor dropouts whose mask is used', () => {
    const graph = sketchGraph({
      inputs: { x: [1, 2, 4, 4] },
      weights: { w: floats([2, 2, 1, 1], [1, 0, 0, 1]), s: VECTOR, b: VECTOR, m: VECTOR, v: VECTOR },
      nodes: [
        ['Conv', ['x', 'w'], ['c']],
        ['BatchNormalization', ['c', 's', 'b', 'm', 'v'], ['d']],
        ['Dropout', ['d'], ['e', 'mask']],
        ['Where', ['mask', 'c', 'e'], ['y']],
      ],
      outputs: ['y'],
    });
    expect(Object.values({ ...cleanable(graph) }).flat()).toEqual([]);
  });
});
