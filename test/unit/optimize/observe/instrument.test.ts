import { expect, it } from 'vitest';
import { FindingsCollector } from '../../../../src/optimize/observe/findingsCollector';
import { instrument } from '../../../../src/optimize/observe/instrument';
import { sketchGraph } from '../../../fixtures/sketchGraph';

const IMAGE = [2, 3, 4, 4];
const scalar = (value: number) => ({ dtype: 'float32' as const, dims: [], data: Float32Array.of(value) });

it('looks only for the largest of values that cannot lie below zero, in images without putting them in order', () => {
  const graph = sketchGraph({
    inputs: { x: IMAGE },
    nodes: [
      ['Relu', ['x'], ['r']],
      ['Flatten', ['r'], ['y']],
    ],
    outputs: ['y'],
  });
  const { graph: instrumented, probes } = instrument(
    graph,
    [
      { kind: 'range', tensor: 'r', isPositive: true, rank: 4 },
      { kind: 'range', tensor: 'y', isPositive: true, rank: 2 },
      { kind: 'range', tensor: 'x', isPositive: false, rank: 4 },
    ],
    () => 1,
  );
  expect(instrumented.nodes.ops.slice(2).toSorted()).toEqual(['GlobalMaxPool', 'ReduceMax', 'ReduceMax', 'ReduceMax', 'ReduceMin']);
  const collector = new FindingsCollector(probes);
  for (const values of [
    [3, 4, -1, 2],
    [5, 1, -2, 1],
  ])
    collector.add(new Map(collector.fetches.map((name, index) => [name, scalar(values[index] ?? NaN)])), 1);
  expect(['r', 'y', 'x'].map(name => collector.findings().get(name))).toMatchObject([
    { min: 0, max: 5 },
    { min: 0, max: 4 },
    { min: -2, max: 2 },
  ]);
});
