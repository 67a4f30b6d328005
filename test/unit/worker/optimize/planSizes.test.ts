import { expect, it } from 'vitest';
import { clean } from '../../../../src/optimize/rewrite/clean';
import type { Graph } from '../../../../src/shared/graph/graph';
import type { LayerPlan } from '../../../../src/shared/report/passDescription';
import { withSizes } from '../../../../src/worker/optimize/planSizes';
import { standingNodes } from '../../../../src/worker/optimize/standingNodes';
import { passInput } from '../../../fixtures/passInput';
import { floats, sketchGraph } from '../../../fixtures/sketchGraph';

const row = (node: number): LayerPlan => ({ node, action: 'change', detail: '', precisionBefore: 'float32', precisionAfter: 'int8' });

/** A graph made from another one, with the origins of its nodes. */
function madeOf(origins: readonly (readonly number[])[], graph: Graph): Graph {
  return { ...graph, provenance: { ...graph.provenance, isIdentity: false, nodeOrigins: origins } };
}

function sized(original: Graph, planned: Graph, rows: readonly LayerPlan[]): readonly LayerPlan[] {
  return withSizes(rows, original, planned, standingNodes(original, planned, rows));
}

it('what a convolution and another node were merged into is the convolution, and does not count for the row of the other', async () => {
  const graph = sketchGraph({
    inputs: { x: [1, 2, 4, 4] },
    weights: { w: floats([2, 2, 1, 1], [1, 2, 3, 4]), s: floats([2, 1, 1], [2, 3]) },
    nodes: [
      ['Conv', ['x', 'w'], ['b']],
      ['Mul', ['b', 's'], ['y']],
    ],
    outputs: ['y'],
  });
  const plan = await clean.plan(passInput(graph));
  expect(plan.graph.nodes.ops).toEqual(['Conv']);
  const [merged] = sized(graph, plan.graph, plan.layers);
  expect(merged?.node).toBe(1);
  expect([merged?.weightBytes, merged?.addedOps]).toEqual([undefined, undefined]);
  const [convolution, other] = sized(graph, plan.graph, [row(0), row(1)]);
  expect(convolution?.weightBytes).toEqual({ before: 16, after: 16 });
  expect(other?.weightBytes).toBeUndefined();
});

it('a made node with an operator that none of its origins has counts to the first of them if all are rows', () => {
  const before = sketchGraph({
    inputs: { x: [2] },
    nodes: [
      ['Mul', ['x', 'x'], ['a']],
      ['Add', ['a', 'x'], ['y']],
    ],
    outputs: ['y'],
  });
  const after = madeOf([[0, 1]], sketchGraph({ inputs: { x: [2] }, nodes: [['Gelu', ['x'], ['y']]], outputs: ['y'] }));
  expect(sized(before, after, [row(0), row(1)]).map(({ addedOps }) => addedOps)).toEqual([{ Gelu: 1 }, undefined]);
  expect(sized(before, after, [row(1)]).map(({ addedOps }) => addedOps)).toEqual([undefined]);
});

it('a made node whose output nobody reads, or that omits its first, is not taken for what is beside it', () => {
  const before = sketchGraph({ inputs: { x: [2] }, nodes: [['Relu', ['x'], ['y']]], outputs: ['y'] });
  const sketch = sketchGraph({
    inputs: { x: [2] },
    nodes: [
      ['Abs', ['x'], ['unread']],
      ['Split', ['x'], ['', 'read']],
      ['Relu', ['read'], ['y']],
    ],
    outputs: ['y'],
  });
  const [relu] = sized(before, madeOf([[], [], [0]], sketch), [row(0)]);
  expect(relu?.addedOps).toEqual({ Split: 1 });
});

it('a stored weight that comes turned, cast or through an Identity is that of the layer', () => {
  const graph = sketchGraph({
    inputs: { x: [1, 3] },
    weights: { w: floats([2, 3], [1, 2, 3, 4, 5, 6]) },
    nodes: [
      ['Identity', ['w'], ['a']],
      ['Transpose', ['a'], ['b']],
      ['Cast', ['b'], ['c']],
      ['MatMul', ['x', 'c'], ['y']],
    ],
    outputs: ['y'],
  });
  expect(sized(graph, graph, [row(3)])[0]?.weightBytes).toEqual({ before: 24, after: 24 });
});
