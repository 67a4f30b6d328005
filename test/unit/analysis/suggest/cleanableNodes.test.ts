import { describe, expect, it } from 'vitest';
import { findCleanableNodes } from '../../../../src/analysis/suggest/cleanableNodes';
import { declaredAnalysis } from '../../../fixtures/passInput';
import { floats, sketchGraph } from '../../../fixtures/sketchGraph';

const VECTOR = floats([2], [1, 2]);

describe('nodes that a clean-up takes out', () => {
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
    expect(findCleanableNodes(graph, declaredAnalysis(graph))).toEqual({
      noOps: [0, 3],
      stored: [],
      computed: [4],
      batchNorms: [2],
      dead: [6],
    });
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
    expect(findCleanableNodes(graph, declaredAnalysis(graph)).noOps).toEqual([0, 1, 2]);
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
    expect(findCleanableNodes(graph, declaredAnalysis(graph)).noOps).toEqual([1]);
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
    expect(Object.values({ ...findCleanableNodes(graph, declaredAnalysis(graph)) }).flat()).toEqual([]);
  });
});
