import { expect, it } from 'vitest';
import { clean } from '../../../../src/optimize/rewrite/clean';
import type { Graph } from '../../../../src/shared/graph/graph';
import { becomesText } from '../../../../src/shared/report/becomesText';
import type { LayerPlan } from '../../../../src/shared/report/passDescription';
import { standingNodes } from '../../../../src/worker/optimize/standingNodes';
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

function named(rows: readonly LayerPlan[], before: Graph, after: Graph): readonly LayerPlan[] {
  return withOperators(rows, before, after, standingNodes(before, after, rows));
}

it('a plan that changes no precision names the operators before and after: merged, gone, or the same', async () => {
  const plan = await clean.plan(passInput(graph));
  const rows = named(plan.layers, graph, plan.graph).map(row => [row.node, row.operatorBefore, row.operatorAfter]);
  expect(rows.toSorted()).toEqual([
    [0, 'Identity', ''],
    [2, 'Mul', 'Conv'],
    [3, 'Abs', ''],
  ]);
});

it('names all operators that stand for a node, which views cut short', () => {
  const before = sketchGraph({ inputs: { x: [2] }, nodes: [['Gelu', ['x'], ['y']]], outputs: ['y'] });
  const parts = ['Div', 'Erf', 'Add', 'Mul', 'Sub'];
  const after = sketchGraph({
    inputs: { x: [2] },
    nodes: parts.map((op, at) => [op, [at === 0 ? 'x' : `t${at}`], [`t${at + 1}`]]),
    outputs: ['t5'],
  });
  const made = { ...after, provenance: { ...after.provenance, isIdentity: false, nodeOrigins: parts.map(() => [0]) } };
  const plan: LayerPlan = { node: 0, action: 'change', detail: '', precisionBefore: 'float32', precisionAfter: 'float32' };
  const [row = plan] = named([plan], before, made);
  expect(row.operatorAfter).toBe('Div, Erf, Add, Mul, Sub');
  expect(becomesText(row)).toBe('Div, Erf, Add +2');
  expect([{ ...row, operatorAfter: 'Div, Erf, Add' }, { ...row, operatorAfter: '' }, plan].map(becomesText)).toEqual([
    'Div, Erf, Add',
    '–',
    'float32',
  ]);
});

it('a plan that changes precisions speaks of these', () => {
  const rows: readonly LayerPlan[] = [{ node: 1, action: 'change', detail: 'INT8', precisionBefore: 'float32', precisionAfter: 'int8' }];
  expect(named(rows, graph, graph)).toEqual(rows);
});
