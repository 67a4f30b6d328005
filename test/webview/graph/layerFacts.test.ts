import { expect, test } from 'vitest';
import { variantFact } from '../../../src/shared/report/layerFacts';
import { layerFacts } from '../../../webview/views/graph/layerFacts';
import { buildLayerModel } from '../../../webview/views/model/buildLayerModel';
import type { LayerModel } from '../../../webview/views/model/layerModel';
import { recordedModel } from '../fixtures/recordedModel';
import { sampleDifference } from '../fixtures/sampleDifference';

const { view, profile } = recordedModel('resnet50');
const kernels = buildLayerModel(view, profile, 'kernels');

function indexOf(model: LayerModel, name: string): number {
  return model.layers.findIndex(layer => layer.name === name);
}

test('a kernel that the runtime added covers nothing, and costs nothing that the file knows', () => {
  const [time, kernel, ...rest] = layerFacts(kernels, indexOf(kernels, 'head.reorder_output'), 'macs');
  expect(time).toMatch(/^≤ 20\u202fµs$|of time$/);
  expect([kernel, rest]).toEqual(['added by the runtime', []]);
});

test('a time at the floor has neither spread nor share', () => {
  const model = buildLayerModel(view, { ...profile, floorMs: 3 }, 'kernels');
  const conv2 = indexOf(model, 'layer4.0.conv2');
  expect(layerFacts(model, conv2, 'macs')[0]).toBe('≤ 3.00\u202fms');
  expect(layerFacts(model, conv2, 'latencyMs')[0]).toBe('Conv + Relu, one kernel: nchwc.Conv');
});

test('where the card has the time and its share, only the spread is added', () => {
  const conv2 = indexOf(kernels, 'layer4.0.conv2');
  expect(layerFacts(kernels, conv2, 'macs')[0]).toMatch(/^2\.04\u202fms ± \d+\u202fµs \(half the 95 % interval\), 3\.6\u202f% of time$/);
  expect(layerFacts(kernels, conv2, 'latencyMs')[0]).toMatch(/^± \d+\u202fµs \(half the 95 % interval\)$/);
});

test('a time of another file is told, and below its floor as such', () => {
  const { times } = sampleDifference(view, profile);
  const nodes = kernels.layers[indexOf(kernels, 'layer4.0.conv2')]?.nodes ?? [];
  if (times === undefined) throw new Error('No times');
  expect(variantFact({ ...times, name: 'int8' }, nodes)).toBe('In int8: 1.35\u202fms');
  expect(variantFact({ ...times, name: 'int8', floorMs: 2 }, nodes)).toBe('In int8: ≤ 2.00\u202fms');
  expect(variantFact({ ...times, name: 'int8' }, [])).toBe('');
});
