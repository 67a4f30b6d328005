import { expect, it } from 'vitest';
import { clean } from '../../../../src/optimize/rewrite/clean';
import type { LayerPlan } from '../../../../src/shared/report/passDescription';
import { withOperators } from '../../../../src/worker/optimize/withOperators';
import { passInput } from '../../../fixtures/passInput';
import { floats, sketchGraph } from '../../../fixtures/sketchGraph';

const graph = sketchGraph({
  inputs: { x: [1, 2, 4, 4] },
  weights: { w: floats([2, 2, 1, 1], [1, 2, 3, 4]), s: floats([2, 1, 1], [2, 3]) },
  nodes: [
    ['Identity', ['x'], ['a']],
    ['Conv', ['a', 'w'], ['b']],
    ['Mul', ['b', 's'], ['y']],
    ['Abs', ['y'], ['unused']],
  ],
  outputs: ['y'],
});

it('a plan that changes no precision names the operators before and after: merged, gone, or the same', async () => {
  const plan = await clean.plan(passInput(graph));
  const rows = withOperators(plan.layers, graph, plan.graph).map(row => [row.node, row.operatorBefore, row.operatorAfter]);
  expect(rows.toSorted()).toEqual([
    [0, 'Identity', ''],
    [2, 'Mul', 'Conv'],
    [3, 'Abs', ''],
  ]);
});

it('a plan that changes precisions speaks of these', () => {
  const rows: readonly LayerPlan[] = [{ node: 1, action: 'change', detail: 'INT8', precisionBefore: 'float32', precisionAfter: 'int8' }];
  expect(withOperators(rows, graph, graph)).toEqual(rows);
});
