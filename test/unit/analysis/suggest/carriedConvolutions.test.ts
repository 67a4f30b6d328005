import { expect, it } from 'vitest';
import { analyze } from '../../../../src/analysis/analyze';
import { carriedConvolutions } from '../../../../src/analysis/suggest/carriedConvolutions';
import { findLinearWork } from '../../../../src/analysis/suggest/linearWork';
import type { FixtureNode } from '../../../fixtures/buildModel';
import { openFixture } from '../inferFixture';

const conv = (input: string, weight: string, output: string, group = 1): FixtureNode => ({
  op: 'Conv',
  inputs: [input, weight],
  outputs: [output],
  attributes: { group, pads: weight.startsWith('d') ? [1, 1, 1, 1] : [0, 0, 0, 0] },
});
const relu = (input: string, output: string): FixtureNode => ({ op: 'Relu', inputs: [input], outputs: [output] });

/** Positions of the depthwise layers that follow the pointwise ones. */
function carried(nodes: readonly FixtureNode[], output: string): readonly number[] {
  const { graph, reader } = openFixture({
    inputs: [{ name: 'x', shape: [1, 32, 8, 8] }],
    initializers: [
      { name: 'p', dims: [32, 32, 1, 1], values: Array<number>(1024).fill(1) },
      { name: 'd', dims: [32, 1, 3, 3], values: Array<number>(288).fill(1) },
    ],
    nodes,
    outputs: [{ name: output }],
  });
  const linear = findLinearWork(graph, analyze(graph, reader, { dims: new Map() }));
  const quantized = linear.filter(({ groups }) => groups === 1);
  return carriedConvolutions(
    graph,
    linear,
    quantized,
    linear.filter(({ groups }) => groups > 1),
  ).map(({ node }) => node);
}

it('are those between quantized layers, across activations and one another', () => {
  expect(carried([conv('x', 'p', 'a'), relu('a', 'b'), conv('b', 'd', 'c', 32), relu('c', 'e'), conv('e', 'p', 'y')], 'y')).toEqual([2]);
  expect(carried([conv('x', 'p', 'a'), conv('a', 'd', 'b', 32), conv('b', 'd', 'c', 32), conv('c', 'p', 'y')], 'y')).toEqual([1, 2]);
});

it('are not those at an end, nor what hangs on one that is not', () => {
  expect(carried([conv('x', 'd', 'a', 32), conv('a', 'd', 'b', 32), conv('b', 'p', 'y')], 'y')).toEqual([]);
  expect(carried([conv('x', 'p', 'a'), conv('a', 'd', 'y', 32)], 'y')).toEqual([]);
});
