import { describe, expect, it } from 'vitest';
import { analyze } from '../../../../src/analysis/analyze';
import { findLinearWork } from '../../../../src/analysis/suggest/linearWork';
import { findPrunableChains, layerSharesLeft, type PrunableChain } from '../../../../src/analysis/suggest/prunableChains';
import { memoryReader } from '../../../fixtures/passInput';
import { floats, sketchGraph, type SketchNode } from '../../../fixtures/sketchGraph';

function chainsOf(
  nodes: readonly SketchNode[],
  weights: Readonly<Record<string, readonly number[]>>,
  input: readonly number[] = [1, 8, 14, 14],
): readonly PrunableChain[] {
  const stored = Object.fromEntries(
    Object.entries(weights).map(([name, dims]) => [
      name,
      floats(dims, new Array<number>(dims.reduce((product, dim) => product * dim, 1)).fill(0)),
    ]),
  );
  const graph = sketchGraph({ inputs: { x: input }, weights: stored, nodes, outputs: ['y'] });
  const analysis = analyze(graph, memoryReader(graph), { dims: new Map() });
  return findPrunableChains(graph, analysis, findLinearWork(graph, analysis));
}

const WEIGHTS = { w1: [32, 8, 1, 1], w2: [16, 32, 1, 1], wd: [32, 1, 3, 3] };

describe('chains that can lose channels', () => {
  it('lead through pointwise operators, pools and norms to linear layers', () => {
    const chains = chainsOf(
      [
        ['Conv', ['x', 'w1'], ['a']],
        ['Relu', ['a'], ['b']],
        ['MaxPool', ['b'], ['c']],
        ['Conv', ['c', 'w2'], ['y']],
      ],
      WEIGHTS,
    );
    expect(chains).toEqual([{ producer: 0, width: 32, readers: [3] }]);
  });

  it('lead through depthwise convolutions, which shrink as well', () => {
    const depthwise: SketchNode = ['Conv', ['a', 'wd'], ['b'], { group: { kind: 'int', value: 32 } }];
    const chains = chainsOf([['Conv', ['x', 'w1'], ['a']], depthwise, ['Conv', ['b', 'w2'], ['y']]], WEIGHTS);
    expect(chains).toEqual([{ producer: 0, width: 32, readers: [1, 2] }]);
  });

  it('end where channels are joined, put out, or narrow already', () => {
    const joined: readonly SketchNode[] = [
      ['Conv', ['x', 'w1'], ['a']],
      ['Relu', ['a'], ['b']],
      ['Add', ['a', 'b'], ['c']],
      ['Conv', ['c', 'w2'], ['y']],
    ];
    expect(chainsOf(joined, WEIGHTS)).toEqual([]);
    expect(chainsOf([['Conv', ['x', 'w1'], ['y']]], WEIGHTS)).toEqual([]);
    expect(
      chainsOf(
        [
          ['Conv', ['x', 'w1'], ['a']],
          ['Conv', ['a', 'w2'], ['y']],
        ],
        { w1: [16, 8, 1, 1], w2: [8, 16, 1, 1] },
      ),
    ).toEqual([]);
  });

  it('are not made of weights that two layers share', () => {
    const nodes: readonly SketchNode[] = [
      ['Conv', ['x', 'w1'], ['a']],
      ['Conv', ['x', 'w1'], ['b']],
      ['Conv', ['a', 'w2'], ['c']],
      ['Add', ['c', 'b'], ['y']],
    ];
    expect(chainsOf(nodes, WEIGHTS)).toEqual([]);
  });

  it('are none that the pass would refuse: a Gemm behind them scales, or a bias is read twice', () => {
    const gemms = (bias: string, beta: number): readonly SketchNode[] => [
      ['Gemm', ['x', 'w', 'b'], ['a']],
      ['Gemm', ['a', 'v', bias], ['y'], { beta: { kind: 'float', value: beta } }],
    ];
    const weights = { w: [8, 32], v: [32, 32], b: [32], c: [32] };
    expect(chainsOf(gemms('c', 1), weights, [4, 8])).toHaveLength(1);
    expect(chainsOf(gemms('c', 0.5), weights, [4, 8])).toEqual([]);
    expect(chainsOf(gemms('b', 1), weights, [4, 8])).toEqual([]);
  });

  it('keep widths on the grid of 16', () => {
    const left = layerSharesLeft(
      [
        { producer: 0, width: 48, readers: [1] },
        { producer: 1, width: 64, readers: [2] },
      ],
      0.5,
    );
    expect([...left]).toEqual([
      [0, 16 / 48],
      [1, (16 / 48) * (32 / 64)],
      [2, 32 / 64],
    ]);
  });
});
