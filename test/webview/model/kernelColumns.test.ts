import { describe, expect, test } from 'vitest';
import type { Kernel } from '../../../src/shared/report/latency';
import { buildLayerModel } from '../../../webview/views/model/buildLayerModel';
import { columnText } from '../../../webview/views/model/columnText';
import { rangeValue } from '../../../webview/views/model/groupValue';
import type { LayerModel, LayerUnit } from '../../../webview/views/model/layerModel';
import { recordedModel } from '../fixtures/recordedModel';

/** The recording, which is of an earlier version, with what kernels say now. */
function modelOf(unit: LayerUnit, facts: (kernel: Kernel) => Partial<Kernel>): LayerModel {
  const { view, profile } = recordedModel('resnet50');
  return buildLayerModel(view, { ...profile, kernels: profile.kernels.map(kernel => ({ ...kernel, ...facts(kernel) })) }, unit);
}

describe('columns of kernels', () => {
  test('are left out where a profile does not have them', () => {
    const { columns } = modelOf('kernels', () => ({}));
    expect(columns.has('parallelEfficiency')).toBe(false);
    expect(columns.has('kernelBytes')).toBe(false);
  });

  test('say how well threads are used, of a group by the time of its members', () => {
    const model = modelOf('layers', ({ id }) => (id === 0 ? {} : { parallelEfficiency: id % 2 === 0 ? 0.5 : 0.9 }));
    const column = model.columns.get('parallelEfficiency');
    if (column === undefined) throw new Error('There is a column.');
    expect(column).toMatchObject({ basis: 'measured', direction: 'low-is-hot', unit: 'percent' });
    const all = rangeValue(column, 0, model.layers.length);
    expect(all).toBeGreaterThan(50);
    expect(all).toBeLessThan(90);
    const known = column.values.findIndex(value => !Number.isNaN(value));
    expect(columnText(column, column.values[known] ?? NaN)).toMatch(/^\d\d\.\d\u202f%$/);
  });

  test('add up the bytes that kernels read and make', () => {
    const memory = { inputBytes: 10, weightBytes: 20, outputBytes: 30 };
    const model = modelOf('layers', () => ({ memory }));
    const column = model.columns.get('kernelBytes');
    const index = model.layers.findIndex(({ kernels }) => kernels.length > 0);
    expect(column?.values[index]).toBe(60 * (model.layers[index]?.kernels.length ?? 0));
    expect(column?.total).toBe(60 * (model.profile?.kernels.length ?? 0));
  });

  test('split fused kernels over their nodes, as an estimate that keeps the whole', () => {
    const model = modelOf('nodes', () => ({}));
    const column = model.columns.get('splitLatencyMs');
    expect(column?.basis).toBe('estimated');
    const fused = model.profile?.kernels.find(({ covers }) => covers.length > 1);
    if (column === undefined || fused === undefined) throw new Error('The recording has fused kernels.');
    const shares = fused.covers.map(node => column.values[model.layerOfNode[node] ?? -1] ?? NaN);
    expect(shares.reduce((sum, value) => sum + value, 0)).toBeCloseTo(fused.medianMs, 9);
  });
});
