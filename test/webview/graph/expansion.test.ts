import { expect, test } from 'vitest';
import { firstExpansion } from '../../../webview/views/graph/expansion';
import { graphTree } from '../../../webview/views/graph/graphTree';
import { buildLayerModel } from '../../../webview/views/model/buildLayerModel';
import { heatScale } from '../../../webview/views/model/heatScale';
import { sketchView, type SketchNode } from '../fixtures/sketchView';

function openAtFirst(groups: number, selected = -1): readonly number[] {
  const nodes = Array.from({ length: 2 * groups }, (_, index): SketchNode => ({
    name: `n${index}`,
    // Neighbours of unlike structure fold into no run.
    op: Math.floor(index / 2) % 2 === 0 ? 'Conv' : 'MatMul',
    reads: [index === 0 ? 'x' : `n${index - 1}`],
    group: `g${Math.floor(index / 2)}`,
  }));
  const model = buildLayerModel(sketchView(nodes), undefined, 'layers');
  const column = [...model.columns.values()][0];
  if (column === undefined) throw new Error('A model has a column.');
  return firstExpansion(model, graphTree(model), heatScale(column, false), selected);
}

test('the group of the hottest layer is open at first', () => {
  expect(openAtFirst(4)).toHaveLength(1);
});

test('where the top level shows many blocks none is open, but that of a selected layer', () => {
  expect(openAtFirst(20)).toEqual([]);
  expect(openAtFirst(20, 5)).toHaveLength(1);
});
