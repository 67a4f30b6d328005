import { describe, expect, it } from 'vitest';
import { kernelGroups } from '../../../../src/analysis/roofline/kernelGroups';
import { NONE } from '../../../../src/shared/graph/graph';
import { floats, sketchGraph, type SketchNode } from '../../../fixtures/sketchGraph';

const WEIGHTS = {
  w: floats([4, 4, 1, 1], new Array<number>(16).fill(1)),
  m: floats([4, 4], new Array<number>(16).fill(1)),
  v: floats([4], [1, 1, 1, 1]),
};
const groups = (nodes: readonly SketchNode[], outputs: readonly string[] = [nodes.at(-1)?.[2][0] ?? '']): readonly number[] => [
  ...kernelGroups(sketchGraph({ inputs: { x: [1, 4, 4, 4], y: [1, 4, 4, 4] }, weights: WEIGHTS, nodes, outputs })),
];

describe('kernelGroups', () => {
  it('puts normalization, a residual sum and an activation into the convolution, and nothing after that', () => {
    const nodes: readonly SketchNode[] = [
      ['Conv', ['x', 'w'], ['a']],
      ['BatchNormalization', ['a', 'v', 'v', 'v', 'v'], ['b']],
      ['Add', ['b', 'y'], ['c']],
      ['Relu', ['c'], ['d']],
      ['Relu', ['d'], ['e']],
    ];
    expect(groups(nodes)).toEqual([0, 0, 0, 0, 4]);
  });

  it('keeps apart what somebody else reads', () => {
    expect(
      groups(
        [
          ['Conv', ['x', 'w'], ['a']],
          ['Relu', ['a'], ['b']],
        ],
        ['a', 'b'],
      ),
    ).toEqual([0, 1]);
  });

  it('puts a constant bias into a product, but no other sum', () => {
    expect(
      groups([
        ['MatMul', ['x', 'm'], ['a']],
        ['Add', ['a', 'v'], ['b']],
      ]),
    ).toEqual([0, 0]);
    expect(
      groups([
        ['MatMul', ['x', 'm'], ['a']],
        ['Add', ['a', 'y'], ['b']],
      ]),
    ).toEqual([0, 1]);
  });

  it('takes a Gelu written with Erf for one kernel', () => {
    const nodes: readonly SketchNode[] = [
      ['Div', ['x', 'v'], ['a']],
      ['Erf', ['a'], ['b']],
      ['Add', ['b', 'v'], ['c']],
      ['Mul', ['x', 'c'], ['d']],
      ['Mul', ['d', 'v'], ['e']],
    ];
    expect(groups(nodes)).toEqual([1, 1, 1, 1, 1]);
  });

  it('takes a Gelu written with Tanh for one kernel', () => {
    const nodes: readonly SketchNode[] = [
      ['Pow', ['x', 'v'], ['a']],
      ['Mul', ['a', 'v'], ['b']],
      ['Add', ['x', 'b'], ['c']],
      ['Mul', ['c', 'v'], ['d']],
      ['Tanh', ['d'], ['e']],
      ['Add', ['e', 'v'], ['f']],
      ['Mul', ['x', 'v'], ['g']],
      ['Mul', ['g', 'f'], ['h']],
    ];
    expect(groups(nodes)).toEqual([4, 4, 4, 4, 4, 4, 4, 4]);
  });

  it('takes x · sigmoid(x) and a normalized residual sum for one kernel each', () => {
    expect(
      groups([
        ['Sigmoid', ['x'], ['a']],
        ['Mul', ['x', 'a'], ['b']],
      ]),
    ).toEqual([0, 0]);
    expect(
      groups(
        [
          ['Add', ['x', 'y'], ['a']],
          ['LayerNormalization', ['a', 'v', 'v'], ['b']],
        ],
        ['a', 'b'],
      ),
    ).toEqual([1, 1]);
  });

  it('puts scaling into a product of activations', () => {
    expect(
      groups([
        ['Mul', ['x', 'v'], ['a']],
        ['MatMul', ['a', 'y'], ['b']],
        ['Div', ['b', 'v'], ['c']],
      ]),
    ).toEqual([1, 1, 1]);
  });

  it('runs no kernel for constants, shape arithmetic and what is removed', () => {
    expect(
      groups([
        ['Shape', ['x'], ['s']],
        ['Cast', ['s'], ['t']],
        ['Identity', ['x'], ['i']],
        ['Relu', ['i'], ['z']],
      ]),
    ).toEqual([NONE, NONE, NONE, 3]);
  });
});
