import { describe, expect, test } from 'vitest';
import { buildLayerModel, defaultUnit } from '../../../webview/views/model/buildLayerModel';
import { buildLayers } from '../../../webview/views/model/buildLayers';
import { rangeValue } from '../../../webview/views/model/groupValue';
import type { LayerColumn, LayerModel } from '../../../webview/views/model/layerModel';
import { sketchView } from '../fixtures/sketchView';
import { recordedModel, type RecordingName } from '../fixtures/recordedModel';

function modelOf(name: RecordingName, unit: 'layers' | 'kernels' | 'nodes' = 'layers'): LayerModel {
  const { view, profile } = recordedModel(name);
  return buildLayerModel(view, profile, unit);
}

function columnOf(model: LayerModel, id: string): LayerColumn {
  const column = model.columns.get(id);
  if (column === undefined) throw new Error(`No column ${id}`);
  return column;
}

describe('the unit that views start with', () => {
  test('is the kernel for a small model that was profiled to the end', () => {
    const { view, profile } = recordedModel('resnet50');
    expect(defaultUnit(view, profile)).toBe('kernels');
  });

  test('is the layer before a run, for a partial profile, and above 150 kernels', () => {
    const small = recordedModel('resnet50');
    const large = recordedModel('textDetection');
    expect(defaultUnit(small.view, undefined)).toBe('layers');
    expect(defaultUnit(small.view, { ...small.profile, kernels: small.profile.kernels.slice(0, 20) })).toBe('layers');
    expect(defaultUnit(large.view, large.profile)).toBe('layers');
  });
});

describe('layers', () => {
  test('hold every kernel and every visible node exactly once', () => {
    const model = modelOf('textDetection');
    const kernels = model.layers.flatMap(layer => layer.kernels);
    expect([...kernels].sort((a, b) => a - b)).toEqual(model.profile?.kernels.map(({ id }) => id));
    const nodes = model.layers.flatMap(layer => layer.nodes);
    expect(new Set(nodes).size).toBe(nodes.length);
    expect(nodes).toHaveLength(model.view.analysis.hierarchy.layerOf.filter(layer => layer >= 0).length);
  });

  test('have keys of their own in every unit', () => {
    for (const unit of ['layers', 'kernels', 'nodes'] as const) {
      const { layers, indexOfKey } = modelOf('resnet50', unit);
      expect(indexOfKey.size, unit).toBe(layers.length);
    }
  });

  test('know the time of the anchor and of the kernels around it', () => {
    const model = modelOf('textDetection');
    const index = model.layers.findIndex(({ name }) => name === 'stage1.0.pw');
    const latency = columnOf(model, 'latencyMs');
    expect(model.layers[index]?.kernels).toHaveLength(11);
    expect(latency.values[index]).toBeCloseTo(7.26, 2);
    expect(latency.anchorValues?.[index]).toBeCloseTo(0.557, 3);
  });

  test('bear the number of the node that a kernel’s time stands on, also when it covers one before', () => {
    const { view, profile } = recordedModel('resnet50');
    const [first, ...rest] = profile.kernels;
    if (first?.anchor === undefined) throw new Error('The first kernel has an anchor.');
    const late = { ...first, anchor: first.covers.at(-1) ?? first.anchor };
    const { layers } = buildLayerModel(view, { ...profile, kernels: [late, ...rest] }, 'kernels');
    expect(layers[0]?.node).toBe(late.anchor);
    expect(layers[0]?.nodes).toEqual(late.covers);
  });

  test('of one section stand together, in the order in which they ran', () => {
    const model = modelOf('encoder');
    const order = model.layers.map(({ section }) => section);
    const changes = order.filter((section, index) => index > 0 && section !== order[index - 1]).length;
    expect(changes).toBe(model.sections.length - 1);
    for (const { first, end } of model.sections) {
      const starts = model.layers.slice(first, end).map(layer => layer.kernels[0] ?? -1);
      expect(starts).toEqual([...starts].sort((a, b) => a - b));
    }
  });

  test('of a section whose first one runs early stand where most of it runs', () => {
    const view = sketchView(
      [
        { name: 'style', reads: ['x'], group: 'late' },
        { name: 'a', reads: ['x'], group: 'early' },
        { name: 'b', reads: ['a'], group: 'early' },
        { name: 'c', reads: ['b'], group: 'late' },
        { name: 'd', reads: ['c'], group: 'late' },
      ],
      ['x'],
      ['d'],
    );
    const { sections, layers } = buildLayerModel(view, undefined, 'layers');
    expect(sections.map(({ name }) => name)).toEqual(['early', 'late']);
    expect(layers.map(({ name }) => name)).toEqual(['early.a', 'early.b', 'late.style', 'late.c', 'late.d']);
  });

  test('of the beginning of a model stand where the model has them, though small layers of all sections run first', () => {
    const nodes = ['first', 'second'].map(group => ({ name: `${group}Shape`, reads: ['x'], group }));
    const rest = ['first', 'second'].flatMap(group => [1, 2, 3].map(part => ({ name: `${group}${part}`, reads: ['x'], group })));
    const namesOf = (count: number, by: 'first' | 'middle') =>
      buildLayers(sketchView([...nodes, ...rest].slice(0, count)), undefined, 'layers', { by }).layers.map(({ name }) => name);
    const whole = namesOf(8, 'middle');
    const beginning = namesOf(5, 'first');
    expect(beginning).toEqual(['first.firstShape', 'first.first1', 'first.first2', 'first.first3', 'second.secondShape']);
    expect(whole.slice(0, beginning.length)).toEqual(beginning);
  });

  test('are named without what their section says', () => {
    const layer = modelOf('resnet50', 'kernels').layers.find(({ name }) => name === 'layer4.0.conv2');
    expect(layer?.shortName).toBe('0.conv2');
  });

  test('that the runtime added have no node and a word for a name', () => {
    const added = modelOf('resnet50', 'kernels').layers.find(({ node }) => node < 0);
    expect(added).toMatchObject({ name: 'head.reorder_output', nodes: [] });
    expect(added?.key).toBeLessThan(-1);
  });
});

describe('columns', () => {
  test('start with latency when it is known, with MACs before a run', () => {
    const { view, profile } = recordedModel('resnet50');
    expect([...buildLayerModel(view, profile, 'layers').columns.keys()].slice(0, 2)).toEqual(['latencyMs', 'macs']);
    expect([...buildLayerModel(view, undefined, 'layers').columns.keys()][0]).toBe('macs');
  });

  test('add up to the totals of the model, whatever the unit', () => {
    const { view, profile } = recordedModel('textDetection');
    for (const unit of ['layers', 'kernels', 'nodes'] as const) {
      const model = buildLayerModel(view, profile, unit);
      expect(columnOf(model, 'macs').total, unit).toBe(view.analysis.totals.macs);
    }
    const latency = columnOf(buildLayerModel(view, profile, 'layers'), 'latencyMs');
    expect(latency.values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(latency.total, 9);
  });

  test('of ratios are recomputed from sums, for layers and for groups', () => {
    const model = modelOf('resnet50');
    const intensity = columnOf(model, 'intensity');
    const section = model.sections[2];
    if (section === undefined || intensity.ratio === undefined) throw new Error('No ratio');
    const range = [section.first, section.end] as const;
    const sum = (values: Float64Array) => values.slice(...range).reduce((total, value) => total + value, 0);
    expect(rangeValue(intensity, ...range)).toBeCloseTo(sum(intensity.ratio.numerators) / sum(intensity.ratio.denominators), 9);
    expect(intensity.total).toBeNaN();
  });

  test('are unknown where nothing ran', () => {
    const { view, profile } = recordedModel('resnet50');
    const model = buildLayerModel(view, { ...profile, kernels: profile.kernels.slice(0, 5) }, 'layers');
    const latency = columnOf(model, 'latencyMs');
    expect(Number.isNaN(latency.values.at(-1))).toBe(true);
    expect(rangeValue(latency, 0, model.layers.length)).toBeCloseTo(latency.total, 9);
  });
});

test('a model without groups is one list', () => {
  const { view, profile } = recordedModel('resnet50');
  const { hierarchy } = view.analysis;
  const flat = { ...hierarchy, groups: [], groupOf: hierarchy.groupOf.map(() => -1), source: 'none' as const };
  const model = buildLayerModel({ ...view, analysis: { ...view.analysis, hierarchy: flat } }, profile, 'kernels');
  expect(model.sections).toEqual([]);
  expect(model.layers.every(({ section }) => section === -1)).toBe(true);
  expect(model.layers).toHaveLength(58);
});
