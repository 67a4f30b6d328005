import { expect, it } from 'vitest';
import type { LayerPlan } from '../../../src/shared/report/passDescription';
import { buildLayerModel } from '../../../webview/views/model/buildLayerModel';
import { planGain } from '../../../webview/views/optimize/planGain';
import { recordedModel } from '../fixtures/recordedModel';

const { view, profile } = recordedModel('resnet50');
const model = buildLayerModel(view, profile, 'layers');
const times = model.columns.get('latencyMs')?.values;
const expectedTime = { low: 0.5, high: 0.8, source: '3×3 convolutions' };

function row(index: number, change: Partial<LayerPlan> = {}): LayerPlan {
  const common = { action: 'change', detail: '', precisionBefore: 'fp32', precisionAfter: 'int8' } as const;
  return { node: model.layers[index]?.node ?? -1, ...common, expectedTime, ...change };
}

it('adds up what the layers of a plan are expected to become; the rest of the latency stays', () => {
  const [first, second] = [times?.[0] ?? NaN, times?.[1] ?? NaN];
  const gain = planGain({ layers: [row(0), row(1), row(2, { action: 'skip' })] }, model, 60);
  expect(gain?.low).toBeCloseTo(60 - 0.5 * (first + second), 9);
  expect(gain?.high).toBeCloseTo(60 - 0.2 * (first + second), 9);
  const tried = planGain({ layers: [row(0, { triedMs: { before: 1, after: 0.25 } })] }, model, 60);
  expect(tried?.low).toBeCloseTo(60 - first + 0.25, 9);
  expect(tried?.low).toBe(tried?.high);
});

it('gives no estimate where a layer has none, nothing changes, or nothing was measured', () => {
  const { expectedTime: _, ...unknown } = row(1);
  expect(planGain({ layers: [row(0), unknown] }, model, 60)).toBeUndefined();
  expect(planGain({ layers: [row(0, { action: 'skip' })] }, model, 60)).toBeUndefined();
  expect(planGain({ layers: [row(0)] }, model, undefined)).toBeUndefined();
});
