import { expect, test } from 'vitest';
import { satelliteRows } from '../../../webview/views/details/satelliteRows';
import { whySlow } from '../../../webview/views/details/whySlow';
import { buildLayerModel } from '../../../webview/views/model/buildLayerModel';
import type { LayerModel } from '../../../webview/views/model/layerModel';
import { recordedModel, type RecordingName } from '../fixtures/recordedModel';

function modelOf(name: RecordingName): LayerModel {
  const { view, profile } = recordedModel(name);
  return buildLayerModel(view, profile, name === 'resnet50' ? 'kernels' : 'layers');
}

function sentences(model: LayerModel, name: string): readonly string[] {
  const index = model.layers.findIndex(layer => layer.name === name);
  return whySlow(model, index).map(sentence => sentence.map(part => (typeof part === 'string' ? part : part.strong)).join(''));
}

test('a convolution slower than its kind is compared with it, and few positions are told', () => {
  const [speed, positions] = sentences(modelOf('resnet50'), 'layer4.0.conv2');
  expect(speed).toMatch(/^Reaches 113 GFLOP\/s; the other 15 Conv 3×3 layers reach \d+\.$/);
  expect(positions).toBe('Each of its 9.44\u202fMB of weights is used for only 49 output positions.');
});

test('one like its kind is nothing unusual, without a reproach', () => {
  expect(sentences(modelOf('resnet50'), 'layer3.1.conv1')).toEqual([
    expect.stringMatching(/^Nothing unusual: .*like the other \d+ Conv layers/),
  ]);
});

test('depthwise convolutions are measured by bytes', () => {
  expect(sentences(modelOf('textDetection'), 'stage1.0.dw3×3')[0]).toMatch(
    /^Depthwise: [\d.]+ FLOP per byte, so memory sets the limit\. It moves 13\.1\u202fMB/,
  );
});

test('kernels around a layer that cost more than itself are told', () => {
  expect(sentences(modelOf('textDetection'), 'stage1.0.pw')).toContain('The 10 kernels around it take 6.70\u202fms, 12× the Conv itself.');
});

test('copies are told as copies', () => {
  expect(sentences(modelOf('textDetection'), 'neck.up4.resize')[0]).toMatch(/^No arithmetic: it copies\. Writes /);
});

test('nothing is said before a run', () => {
  const { view } = recordedModel('resnet50');
  expect(whySlow(buildLayerModel(view, undefined, 'layers'), 0)).toEqual([]);
});

test('satellites are named by pattern', () => {
  const model = modelOf('textDetection');
  const index = model.layers.findIndex(({ name }) => name === 'stage1.0.pw');
  const rows = satelliteRows(model, index).map(({ name, kernels }) => `${name} ${kernels}`);
  expect(rows).toEqual(['layout change 2', 'scale, shift 4', 'HardSwish 4']);
});

test('satellites below the floor share a row with their true sum', () => {
  const model = modelOf('encoder');
  const index = model.layers.findIndex(({ name }) => name === 'layer.0.intermediate.dense');
  const [row] = satelliteRows(model, index);
  expect(row).toMatchObject({ name: '2 reshapes', isTiny: true });
  expect(row?.timeMs).toBeGreaterThan(0);
});
