import { expect, test } from 'vitest';
import { buildLayerModel } from '../../../webview/views/model/buildLayerModel';
import { categoryShares } from '../../../webview/views/model/categoryShares';
import { columnText, sumText } from '../../../webview/views/model/columnText';
import { groupValue, rangeValue } from '../../../webview/views/model/groupValue';
import { heatScale } from '../../../webview/views/model/heatScale';
import { recordedModel } from '../fixtures/recordedModel';

const { view, profile } = recordedModel('resnet50');

test('precision is a word with a place on the ramp; indices have the coldest', () => {
  const nodeDtypes = view.nodeDtypes.map((_, node) =>
    node === 0 ? 'uint8' : node === 2 ? 'int64' : node === 6 ? undefined : node % 2 === 0 ? 'float16' : 'float32',
  );
  const model = buildLayerModel({ ...view, nodeDtypes }, profile, 'nodes');
  const column = model.columns.get('precision');
  if (column === undefined) throw new Error('No precision');
  expect(column.categories?.map(({ label }) => label)).toEqual(['index', 'FP32', 'FP16', 'INT8']);
  const at = (node: number) => column.values[model.layerOfNode[node] ?? -1] ?? NaN;
  expect([0, 1, 4].map(node => columnText(column, at(node)))).toEqual(['INT8', 'FP32', 'FP16']);
  expect(columnText(column, at(2))).toBe('index');
  expect(heatScale(column, false).heat(at(2))).toBe(0);
  expect(at(6)).toBeNaN();
  expect(heatScale(column, false).heat(at(0))).toBeCloseTo(5 / 6, 9);
});

test('a group of one category bears its word, others are mixed', () => {
  const nodeDtypes = view.nodeDtypes.map((_, node) => (node < 20 ? 'float32' : 'int8'));
  const model = buildLayerModel({ ...view, nodeDtypes }, profile, 'nodes');
  const column = model.columns.get('precision');
  if (column === undefined) throw new Error('No precision');
  expect(sumText(column, rangeValue(column, 0, 5))).toBe('FP32');
  expect(sumText(column, rangeValue(column, 0, model.layers.length))).toBe('mixed');
  expect(sumText(column, groupValue(column, []))).toBe('–');
});

test('a section says what its layers are by their part of the time', () => {
  const nodeDtypes = view.nodeDtypes.map((_, node) => (node < 20 ? 'float32' : 'int8'));
  const model = buildLayerModel({ ...view, nodeDtypes }, profile, 'layers');
  const [column, latency] = ['precision', 'latencyMs'].map(id => model.columns.get(id));
  if (column === undefined || latency === undefined) throw new Error('No precision');
  const all = [...model.layers.keys()];
  const inInt8 = all.filter(layer => column.values[layer] === 5 / 6).reduce((sum, layer) => sum + (latency.values[layer] || 0), 0);
  const whole = all.reduce((sum, layer) => sum + (latency.values[layer] || 0), 0);
  const percent = Math.round((100 * inInt8) / whole);
  expect(categoryShares(model, column, all)).toBe(`INT8 ${percent}\u202f%, FP32 ${100 - percent}\u202f%`);
  expect(categoryShares(model, column, [0])).toBe('FP32');
  expect(categoryShares(model, column, [])).toBe('');
});

test('providers have a colour each where there are several', () => {
  const only = buildLayerModel(view, profile, 'kernels').columns.get('provider');
  expect(only?.categories?.map(({ label }) => label)).toEqual(['CPU']);
  expect(only?.ramp).toBeUndefined();
  const kernels = profile.kernels.map(kernel => (kernel.id < 3 ? { ...kernel, provider: 'CUDAExecutionProvider' } : kernel));
  const model = buildLayerModel(view, { ...profile, kernels }, 'kernels');
  const column = model.columns.get('provider');
  expect(column?.categories?.map(({ label }) => label)).toEqual(['CUDA', 'CPU']);
  expect(column?.basis).toBe('measured');
  expect(column?.ramp).toBe('provider');
  expect(column?.categories?.map(({ value }) => value)).toEqual([0, 1 / 6]);
});

test('of up to seven providers each has a stop of the ramp of its own', () => {
  const kernels = profile.kernels.map((kernel, index) => ({ ...kernel, provider: `P${index % 7}ExecutionProvider` }));
  const categories = buildLayerModel(view, { ...profile, kernels }, 'kernels').columns.get('provider')?.categories ?? [];
  expect(categories.map(({ value }) => Math.round(6e9 * value) / 1e9)).toEqual([0, 1, 2, 3, 4, 5, 6]);
});
