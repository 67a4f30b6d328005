import { afterEach, expect, test, vi } from 'vitest';
import { copyRows } from '../../../webview/views/layers/copyRows';
import { tableColumns } from '../../../webview/views/layers/tableColumns';
import { buildLayerModel } from '../../../webview/views/model/buildLayerModel';
import { recordedModel } from '../fixtures/recordedModel';
import { sampleRoofline } from '../fixtures/sampleRoofline';
import { sampleSparsity } from '../fixtures/sampleSparsity';

afterEach(() => {
  vi.restoreAllMocks();
});

test('copies plain numbers with the units in the header, shares in percent', () => {
  const { view, profile } = recordedModel('resnet50');
  const model = buildLayerModel(view, profile, 'layers', { sparsity: sampleSparsity(view), roofline: sampleRoofline(view, profile, -1) });
  const written = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  copyRows(model, tableColumns(model, 'latencyMs', ['zeroSparsity', 'ofLimit', 'intensity', 'weightBytes']), [0]);
  const [head = [], row = []] = (written.mock.calls[0]?.[0] ?? '').split('\n').map(line => line.split('\t'));
  const value = (title: string): number => Number(row[head.indexOf(title)]);
  expect(value('Zeros (%)')).toBe(25);
  expect(value('Roofline (%)')).toBeCloseTo(100 * (model.columns.get('ofLimit')?.values[0] ?? NaN), 2);
  expect(value('Intensity (FLOP/B)')).toBeCloseTo(model.columns.get('intensity')?.values[0] ?? NaN, 2);
  expect(value('Weights (bytes)')).toBe(model.columns.get('weightBytes')?.values[0]);
  expect(value('Latency (ms)')).toBeGreaterThan(0);
});
