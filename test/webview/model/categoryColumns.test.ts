import { expect, test } from 'vitest';
import { buildLayerModel } from '../../../webview/views/model/buildLayerModel';
import { columnText, sumText } from '../../../webview/views/model/columnText';
import { groupValue, rangeValue } from '../../../webview/views/model/groupValue';
import { heatScale } from '../../../webview/views/model/heatScale';
import { recordedModel } from '../fixtures/recordedModel';

const { view, profile } = recordedModel('resnet50');

test('precision is a word with a place on the ramp; indices have none', () => {
  const nodeDtypes = view.nodeDtypes.map((_, node) =>
    node === 0 ? 'uint8' : node === 2 ? 'int64' : node % 2 === 0 ? 'float16' : 'float32',
  );
  const model = buildLayerModel({ ...view, nodeDtypes }, profile, 'nodes');
  const column = model.columns.get('precision');
  if (column === undefined) throw new Error('No precision');
  expect(column.categories?.map(({ label }) => label)).toEqual(['FP32', 'FP16', 'INT8']);
  const at = (node: number) => column.values[model.layerOfNode[node] ?? -1] ?? NaN;
  expect([0, 1, 4].map(node => columnText(column, at(node)))).toEqual(['INT8', 'FP32', 'FP16']);
  expect(at(2)).toBeNaN();
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

test('providers are a metric where there are several', () => {
  expect(buildLayerModel(view, profile, 'kernels').columns.has('provider')).toBe(false);
  const kernels = profile.kernels.map(kernel => (kernel.id < 3 ? { ...kernel, provider: 'CUDAExecutionProvider' } : kernel));
  const model = buildLayerModel(view, { ...profile, kernels }, 'kernels');
  const column = model.columns.get('provider');
  expect(column?.categories?.map(({ label }) => label)).toEqual(['CUDA', 'CPU']);
  expect(column?.basis).toBe('measured');
});
