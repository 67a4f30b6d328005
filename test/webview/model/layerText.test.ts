import { expect, test } from 'vitest';
import { buildLayerModel } from '../../../webview/views/model/buildLayerModel';
import { columnText, shareText } from '../../../webview/views/model/columnText';
import { opCell, outputText, rankText } from '../../../webview/views/model/layerText';
import type { Layer, LayerModel } from '../../../webview/views/model/layerModel';
import { spokenLayer } from '../../../webview/views/model/spokenLayer';
import { recordedModel } from '../fixtures/recordedModel';

const resnet = recordedModel('resnet50');
const kernels = buildLayerModel(resnet.view, resnet.profile, 'kernels');
const detection = recordedModel('textDetection');
const layers = buildLayerModel(detection.view, detection.profile, 'layers');

function named(model: LayerModel, name: string): Layer {
  const layer = model.layers.find(other => other.name === name);
  if (layer === undefined) throw new Error(`No layer ${name}`);
  return layer;
}

test('an op cell says what is fused, and how many kernels are around', () => {
  expect(opCell(kernels, named(kernels, 'layer4.0.conv2'))).toEqual({ op: 'Conv 3×3 /2', rest: '+ Relu' });
  expect(opCell(kernels, named(kernels, 'layer1.0.conv3'))).toEqual({ op: 'Conv 1×1', rest: '+ Add + Relu' });
  expect(opCell(layers, named(layers, 'stage1.0.pw'))).toEqual({ op: 'Conv 1×1', rest: '+10' });
  expect(opCell(kernels, named(kernels, 'head.reorder_output'))).toEqual({ op: 'ReorderOutput', rest: '' });
});

test('an output is shown without a leading batch of one', () => {
  expect(outputText(kernels, named(kernels, 'layer4.0.conv2'))).toBe('512×7×7');
});

test('values at or below the floor say so, unknown ones have a dash', () => {
  const latency = kernels.columns.get('latencyMs');
  if (latency === undefined) throw new Error('No latency');
  expect(columnText(latency, 0.004)).toBe('≤ 20\u202fµs');
  expect(columnText(latency, 2.046)).toBe('2.05\u202fms');
  expect(columnText(latency, NaN)).toBe('–');
  expect(shareText(latency, latency.total / 4, 0)).toBe('25\u202f%');
});

test('ranks are told for the first ten', () => {
  const values = Float64Array.from({ length: 12 }, (_, index) => index);
  expect(rankText(values, 11)).toBe('1st of 12');
  expect(rankText(values, 2)).toBe('10th of 12');
  expect(rankText(values, 1)).toBe('');
});

test('a screen reader hears units as words', () => {
  const column = kernels.columns.get('latencyMs');
  const index = kernels.layers.indexOf(named(kernels, 'layer4.0.downsample.0'));
  if (column === undefined) throw new Error('No latency');
  expect(spokenLayer(kernels, column, index)).toBe('layer4.0.downsample.0, Conv 1×1 /2, 47 of 58, 1.91 milliseconds, 3.4 percent, rank 4');
});

test('a layer is read with what runs in the same kernel and around it', () => {
  const read = (model: LayerModel, name: string) => {
    const column = model.columns.get('latencyMs');
    if (column === undefined) throw new Error('No latency');
    return spokenLayer(model, column, model.layers.indexOf(named(model, name)));
  };
  expect(read(kernels, 'layer1.0.conv3')).toMatch(/, fused with Add, Relu$/);
  expect(read(layers, 'stage1.0.pw')).toMatch(/, 10 more kernels$/);
});
