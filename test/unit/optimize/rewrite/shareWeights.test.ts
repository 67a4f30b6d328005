import { describe, expect, it } from 'vitest';
import { shareWeights } from '../../../../src/optimize/rewrite/shareWeights';
import type { Graph } from '../../../../src/shared/graph/graph';
import { nodeInputs, tensorByName } from '../../../../src/shared/graph/traversal';
import { passInput } from '../../../fixtures/passInput';
import { floats, noise, sketchGraph, type Sketch } from '../../../fixtures/sketchGraph';

const SIDE = 40;
const square = (seed: number): ReturnType<typeof floats> => floats([SIDE, SIDE], noise(SIDE * SIDE, seed));
const products = (weights: Sketch['weights'], outputs: readonly string[] = ['y', 'z']): Sketch => ({
  inputs: { x: [1, SIDE] },
  ...(weights === undefined ? {} : { weights }),
  nodes: [
    ['MatMul', ['x', 'a'], ['y']],
    ['MatMul', ['x', 'b'], ['z']],
  ],
  outputs,
});

async function shared(sketch: Sketch): Promise<Graph> {
  return (await shareWeights.plan(passInput(sketchGraph(sketch)))).graph;
}

describe('share-weights', () => {
  it('stores equal weights once', async () => {
    const graph = await shared(products({ a: square(1), b: square(1) }));
    expect(nodeInputs(graph, 1)[1]).toBe(nodeInputs(graph, 0)[1]);
    expect(tensorByName(graph, 'b')).toBe(-1);
  });

  it('tells −0 from 0, and other values, types and shapes apart', async () => {
    const zeros = floats([SIDE, SIDE], new Array<number>(SIDE * SIDE).fill(0));
    const oneNegative = floats([SIDE, SIDE], [-0, ...new Array<number>(SIDE * SIDE - 1).fill(0)]);
    for (const b of [square(2), oneNegative, { ...square(1), dtype: 'int32' as const }, floats([SIDE, SIDE, 1], noise(SIDE * SIDE, 1))]) {
      const graph = await shared(products({ a: b === oneNegative ? zeros : square(1), b }));
      expect(graph.tensors.weights[tensorByName(graph, 'b')]).toBeDefined();
    }
  });

  it('leaves weights that a caller sees, and says when there is nothing to share', async () => {
    const graph = sketchGraph(products({ a: square(1), b: square(1) }, ['y', 'z', 'b']));
    const plan = await shareWeights.plan(passInput(graph));
    expect(plan.graph).toBe(graph);
    expect(plan.notes.join()).toContain('No weight');
  });
});
