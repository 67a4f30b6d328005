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
  expect(tried?.low).toBeCloseTo(60 - 0.75, 9);
  expect(tried?.low).toBe(tried?.high);
});

it('counts the time of a layer once, however many of its nodes change, and what was tried as it was measured', () => {
  const layerOfNode = model.layerOfNode.slice();
  layerOfNode[model.layers[1]?.node ?? -1] = 0;
  const values = Float64Array.of(4, 3);
  const columns = new Map(model.columns);
  const latency = columns.get('latencyMs');
  if (latency === undefined) throw new Error('The model was measured.');
  columns.set('latencyMs', { ...latency, values });
  const shared = { ...model, layerOfNode, columns };
  const wider = { low: 0.4, high: 0.9, source: 'matrix products' };
  const both = planGain({ layers: [row(0), row(1, { expectedTime: wider })] }, shared, 60);
  expect(both?.low).toBeCloseTo(60 - 0.6 * 4, 9);
  expect(both?.high).toBeCloseTo(60 - 0.1 * 4, 9);
  const tried = { triedMs: { before: 1, after: 0.25 } };
  const mixed = planGain({ layers: [row(0, tried), row(1)] }, shared, 60);
  expect(mixed?.low).toBeCloseTo(60 - 0.75 - 0.5 * 3, 9);
  expect(mixed?.high).toBeCloseTo(60 - 0.75 - 0.2 * 3, 9);
});

it('gives no estimate where a layer has none, nothing changes, or nothing was measured', () => {
  const { expectedTime: _, ...unknown } = row(1);
  expect(planGain({ layers: [row(0), unknown] }, model, 60)).toBeUndefined();
  expect(planGain({ layers: [row(0, { action: 'skip' })] }, model, 60)).toBeUndefined();
  expect(planGain({ layers: [row(0)] }, model, undefined)).toBeUndefined();
});
