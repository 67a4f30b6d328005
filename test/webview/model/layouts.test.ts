import { describe, expect, test } from 'vitest';
import { quantizationErrorColumns } from '../../../src/shared/report/quantizationErrorColumns';
import { gridOf } from '../../../webview/layout/gridOf';
import type { Rectangle } from '../../../webview/layout/rectangle';
import { squarify } from '../../../webview/layout/squarify';
import { movedTo } from '../../../webview/views/layers/columnOrder';
import { leastWidth, tableColumns } from '../../../webview/views/layers/tableColumns';
import { tableRows } from '../../../webview/views/layers/tableRows';
import { icicleRows } from '../../../webview/views/map/icicleRows';
import { mapCells } from '../../../webview/views/map/mapCells';
import { buildLayerModel } from '../../../webview/views/model/buildLayerModel';
import { groupValue } from '../../../webview/views/model/groupValue';
import { heatScale } from '../../../webview/views/model/heatScale';
import type { LayerColumn, LayerModel } from '../../../webview/views/model/layerModel';
import { INITIAL_UI } from '../../../webview/views/page/uiState';
import { stripRows } from '../../../webview/views/sidePanel/stripRows';
import { spineSlots } from '../../../webview/views/spine/spineSlots';
import { recordedModel, type RecordingName } from '../fixtures/recordedModel';

function modelOf(name: RecordingName, unit: 'layers' | 'kernels' = 'layers'): LayerModel {
  const { view, profile } = recordedModel(name);
  return buildLayerModel(view, profile, unit);
}

function latencyOf(model: LayerModel): LayerColumn {
  const column = model.columns.get('latencyMs');
  if (column === undefined) throw new Error('No latency');
  return column;
}

const size = ({ width, height }: Rectangle) => width * height;

describe('squarified areas', () => {
  const area = { x: 10, y: 20, width: 300, height: 200 };

  test('are in proportion and fill the whole', () => {
    const values = [6, 6, 4, 3, 2, 2, 1];
    const areas = squarify(values, area);
    values.forEach((value, index) => expect(size(areas[index] ?? area)).toBeCloseTo((value / 24) * size(area), 5));
  });

  test('exist for nothing and for zeros', () => {
    expect(squarify([], area)).toEqual([]);
    expect(squarify([0, 0], area)).toHaveLength(2);
  });

  test('in a grid keep their order', () => {
    const cells = gridOf(7, area);
    expect(cells[0]).toMatchObject({ x: 10, y: 20 });
    expect(cells.every((cell, index) => index === 0 || cell.y > (cells[index - 1]?.y ?? 0) || cell.x > (cells[index - 1]?.x ?? 0))).toBe(
      true,
    );
  });
});

describe('the map', () => {
  test('draws every layer that matters once, within its group', () => {
    const model = modelOf('textDetection');
    const { groups } = mapCells(model, latencyOf(model), 900, 700, undefined);
    const drawn = groups.flatMap(({ cells }) => cells.map(({ layer }) => layer)).filter(layer => layer >= 0);
    expect(new Set(drawn).size).toBe(drawn.length);
    for (const { area, cells } of groups) {
      for (const cell of cells) {
        expect(cell.area.x).toBeGreaterThanOrEqual(area.x);
        expect(cell.area.x + cell.area.width).toBeLessThanOrEqual(area.x + area.width);
      }
    }
  });

  test('names groups that are too small to be drawn', () => {
    const model = modelOf('encoder');
    expect(mapCells(model, latencyOf(model), 900, 700, undefined).omitted).toEqual(['mask']);
  });

  test('keeps the order of equal siblings', () => {
    const model = modelOf('encoder');
    const layers = mapCells(model, latencyOf(model), 900, 700, undefined).groups.filter(({ name }) => name.startsWith('layer.'));
    expect(layers.map(({ name }) => name)).toEqual([0, 1, 2, 3, 4, 5, 6].map(index => `layer.${index}`));
    expect(layers[1]?.area.x).toBeGreaterThan(layers[0]?.area.x ?? NaN);
  });

  test('draws layers that are in no group as well', () => {
    const grouped = modelOf('resnet50', 'kernels');
    const [first] = grouped.sections;
    const layers = grouped.layers.map(layer => ({ ...layer, section: layer.section - 1 }));
    const model = { ...grouped, layers, sections: grouped.sections.slice(1) };
    const { groups, omitted } = mapCells(model, latencyOf(model), 900, 700, undefined);
    const loose = groups.find(({ section }) => section === -1);
    expect(loose?.name).toBe('in no group');
    expect(loose?.value).toBeCloseTo(
      latencyOf(model)
        .values.slice(0, first?.end)
        .reduce((sum, value) => sum + value, 0),
    );
    expect(loose?.cells.some(({ layer }) => layer === 0)).toBe(true);
    expect([...groups.map(({ name }) => name), ...omitted]).toHaveLength(grouped.sections.length);
    expect(mapCells(model, latencyOf(model), 900, 700, 'layer4').groups.map(({ name }) => name)).toEqual(['layer4']);
  });

  test('shows one section alone', () => {
    const model = modelOf('resnet50', 'kernels');
    expect(mapCells(model, latencyOf(model), 900, 700, 'layer4').groups.map(({ name }) => name)).toEqual(['layer4']);
  });
});

test('the icicle covers the whole without gaps', () => {
  const model = modelOf('resnet50', 'kernels');
  const { sections, blocks, layers } = icicleRows(model, latencyOf(model), undefined);
  for (const column of [sections, blocks, layers]) {
    expect(column[0]?.from).toBe(0);
    expect(column.at(-1)?.to).toBeCloseTo(1, 9);
    column.slice(1).forEach((part, index) => expect(part.from).toBeCloseTo(column[index]?.to ?? NaN, 9));
  }
  expect(sections.map(({ name }) => name)).toEqual(['stem', 'layer1', 'layer2', 'layer3', 'layer4', 'head']);
  const block = icicleRows(model, latencyOf(model), 'layer4', '1');
  expect(block.blocks.map(({ section, name }) => `${section}.${name}`)).toEqual(['layer4.1']);
  expect(block.layers.map(({ name }) => name)).toEqual(['conv1', 'conv2', 'conv3']);
  expect(icicleRows(model, latencyOf(model), 'layer4', 'gone').blocks).toHaveLength(3);
});

describe('the spine', () => {
  const model = modelOf('textDetection');
  const scale = heatScale(latencyOf(model), false);

  test('has a slot per layer where there is room', () => {
    const slots = spineSlots(model, scale, { from: 0, to: model.layers.length }, 1000);
    expect(slots).toHaveLength(54);
    expect(slots[2]).toMatchObject({ layer: 2, length: 1 });
    expect(slots[2]?.anchorShare).toBeCloseTo(0.077, 2);
  });

  test('bins by the maximum where there is none', () => {
    const slots = spineSlots(model, scale, { from: 0, to: model.layers.length }, 30);
    expect(slots).toHaveLength(10);
    expect(Math.max(...slots.map(({ length }) => length))).toBe(1);
    expect(slots.at(-1)?.end).toBe(54);
  });
});

describe('the table', () => {
  const model = modelOf('textDetection');
  const all = model.layers.map((_, index) => index);
  const none = () => false;

  test('has sections in execution order, and none when sorted', () => {
    const inOrder = tableRows(model, { layers: all, sort: { column: 'order', descending: false }, grouping: 'scopes', isToggled: none });
    expect(inOrder.filter(({ kind }) => kind === 'section')).toHaveLength(8);
    const sorted = tableRows(model, { layers: all, sort: { column: 'latencyMs', descending: true }, grouping: 'scopes', isToggled: none });
    expect(sorted).toHaveLength(54);
    expect(sorted[0]).toMatchObject({ kind: 'layer', layer: 2 });
  });

  test('sums up operators, the largest first, with their layers below when opened', () => {
    const closed = tableRows(model, { layers: all, sort: { column: 'order', descending: false }, grouping: 'operators', isToggled: none });
    expect(closed.every(({ kind }) => kind === 'section')).toBe(true);
    const latency = latencyOf(model);
    const sums = closed.map(row => (row.kind === 'section' ? groupValue(latency, row.layers) : NaN));
    expect(sums).toEqual([...sums].sort((a, b) => b - a));
    expect(sums.reduce((sum, value) => sum + value, 0)).toBeCloseTo(groupValue(latency, all), 6);
    const first = closed[0];
    const opened = tableRows(model, {
      layers: all,
      sort: { column: 'latencyMs', descending: false },
      grouping: 'operators',
      isToggled: id => id === first?.id,
    });
    expect(opened.length).toBe(closed.length + (first?.kind === 'section' ? first.layers.length : 0));
    expect(opened.at(-1)).toMatchObject({ kind: 'layer' });
  });

  test('has the columns that were chosen, and the one of the colour', () => {
    const ids = (metric: string, chosen: readonly string[]) => tableColumns(model, metric, chosen).map(({ id }) => id);
    const fixed = ['number', 'layer', 'op', 'output', 'latencyMs', 'share'];
    expect(ids('latencyMs', [])).toEqual(fixed);
    expect(ids('latencyMs', ['weightBytes', 'macs', 'gone'])).toEqual([...fixed, 'macs', 'weightBytes']);
    expect(ids('intensity', ['precision'])).toEqual([...fixed, 'precision', 'intensity']);
    expect(ids('latencyMs', ['kernel'])).toEqual([...fixed, 'kernel']);
  });

  const arranged = (columnOrder: readonly string[], chosen: readonly string[] = ['macs']) =>
    tableColumns(model, 'latencyMs', chosen, { columnOrder });
  const ids = (...given: Parameters<typeof arranged>) => arranged(...given).map(({ id }) => id);

  test('has its columns in the order of the user, and at the left what rows are told apart by', () => {
    expect(ids(['macs', 'primary'])).toEqual(['number', 'layer', 'op', 'output', 'macs', 'share', 'latencyMs']);
    expect(ids(['macs', 'layer', 'number', 'gone'])).toEqual(ids([]));
    const columns = arranged([]);
    const moved = (id: string, to: number) => {
      const column = columns.find(found => found.id === id);
      return column && movedTo(columns, column, to, []);
    };
    expect(ids(moved('macs', 3) ?? [])).toEqual(['number', 'layer', 'op', 'macs', 'output', 'latencyMs', 'share']);
    expect(ids(moved('output', 6) ?? [])).toEqual(['number', 'layer', 'op', 'latencyMs', 'share', 'macs', 'output']);
    expect(moved('macs', 2)).toBeUndefined();
    expect(moved('macs', 7)).toBeUndefined();
    expect(moved('layer', 4)).toBeUndefined();
  });

  test('keeps the places of columns that are not shown while others are moved', () => {
    const order = ['output', 'weightBytes', 'primary', 'share', 'macs'];
    const columns = arranged(order);
    const [moved] = columns.filter(({ id }) => id === 'macs');
    const next = moved && movedTo(columns, moved, 3, order);
    expect(next).toEqual(['macs', 'output', 'weightBytes', 'primary', 'share']);
    expect(ids(next ?? [], ['macs', 'weightBytes']).slice(3)).toEqual(['macs', 'output', 'weightBytes', 'latencyMs', 'share']);
    expect(movedTo(columns, columns[4]!, 3, ['gone', ...order])?.[0]).toBe('gone');
  });

  test('keeps place and width of the main column, whichever metric it carries', () => {
    const before = buildLayerModel(recordedModel('resnet50').view, undefined, 'layers');
    const arrangement = { columnOrder: ['primary', 'output'], columnWidths: { primary: 240, macs: 70 } };
    for (const [of, id] of [
      [before, 'macs'],
      [model, 'latencyMs'],
    ] as const)
      expect(tableColumns(of, 'latencyMs', [], arrangement)[3]).toMatchObject({ id, kind: 'primary', width: 240 });
    expect(tableColumns(model, 'latencyMs', ['macs'], arrangement).at(-1)).toMatchObject({ id: 'macs', width: 70 });
  });

  test('has the error of a quantized variant from the start, where one was measured', () => {
    const { view, profile } = recordedModel('resnet50');
    const errors = quantizationErrorColumns(
      view.nodeOps.length,
      [{ layer: 0, tensor: 't', accumulatedDb: 31, localDb: 40, cosine: 0.999, maxAbs: 0.1 }],
      'int8',
    );
    const compared = buildLayerModel(view, profile, 'layers', { errors });
    const titles = (of: LayerModel) => tableColumns(of, 'latencyMs', INITIAL_UI.columns).map(({ title }) => title);
    expect(titles(compared)).toContain('SQNR');
    expect(titles(model)).not.toContain('SQNR');
    expect(tableColumns(compared, 'latencyMs', INITIAL_UI.columns).find(({ title }) => title === 'SQNR')?.note).toContain(
      'Quantization error, int8',
    );
  });

  test('scrolls sideways below what its columns need, with the widths of the user', () => {
    const columns = tableColumns(model, 'latencyMs', ['macs']);
    const others = leastWidth(columns.filter(({ id }) => id !== 'macs'));
    expect(leastWidth(columns)).toBeGreaterThan(others);
    expect(leastWidth(tableColumns(model, 'latencyMs', ['macs'], { columnWidths: { macs: 174, output: 300 } }))).toBe(others + 174);
  });

  test('shows the kernels of an open layer and hides a closed section', () => {
    const toggled = new Set(['layer:11', 'section:stage2']);
    const rows = tableRows(model, {
      layers: all,
      sort: { column: 'order', descending: false },
      grouping: 'scopes',
      isToggled: id => toggled.has(id),
    });
    expect(rows.filter(({ kind }) => kind === 'kernel')).toHaveLength(11);
    expect(rows.some(row => row.kind === 'layer' && model.layers[row.layer]?.name.startsWith('stage2.'))).toBe(false);
  });

  test('puts unknown values last in either direction', () => {
    const { view, profile } = recordedModel('resnet50');
    const partial = buildLayerModel(view, { ...profile, kernels: profile.kernels.slice(0, 10) }, 'layers');
    for (const descending of [true, false]) {
      const rows = tableRows(partial, {
        layers: partial.layers.map((_, index) => index),
        sort: { column: 'latencyMs', descending },
        grouping: 'scopes',
        isToggled: none,
      });
      const last = rows.at(-1);
      expect(last?.kind === 'layer' && Number.isNaN(latencyOf(partial).values[last.layer])).toBe(true);
    }
  });
});

test('the strip pools neighbours below the floor, but never the selected one', () => {
  const model = modelOf('encoder');
  const column = latencyOf(model);
  const cold = column.values.findIndex(value => value <= column.floor);
  expect(cold).toBeGreaterThanOrEqual(0);
  const pooled = stripRows(model, column, -1, () => false);
  expect(pooled.some(row => row.kind === 'pool' && row.layers.includes(cold))).toBe(true);
  const selected = stripRows(model, column, cold, () => false);
  expect(selected.some(row => row.kind === 'layer' && row.layer === cold)).toBe(true);
  expect(stripRows(model, column, -1, () => true).every(({ kind }) => kind === 'section')).toBe(true);
  const run = pooled.find(row => row.kind === 'pool' && row.layers.includes(cold));
  if (run?.kind !== 'pool') throw new Error('No pool');
  // Part of the run, once one of it is selected, opens and closes the whole.
  expect(selected.flatMap(row => (row.kind === 'pool' ? [row.run] : []))).toContain(run.run);
  const opened = stripRows(model, column, cold, id => id === run.run);
  const at = opened.findIndex(row => row.kind === 'pool' && row.run === run.run);
  expect(opened.slice(at + 1, at + 1 + run.layers.length).map(row => (row.kind === 'layer' ? row.layer : -1))).toEqual(run.layers);
});
