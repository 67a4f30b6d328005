import { describe, expect, test } from 'vitest';
import type { LayerColumn } from '../../../webview/views/model/layerModel';
import { heatHistogram, heatScale, isSkewed } from '../../../webview/views/model/heatScale';

function column(values: readonly number[], change: Partial<LayerColumn> = {}): LayerColumn {
  return {
    id: 'x',
    title: 'X',
    unit: 'count',
    values: Float64Array.from(values),
    basis: 'exact',
    scale: 'linear',
    direction: 'high-is-hot',
    domain: [0, Math.max(...values.filter(value => !Number.isNaN(value)))],
    total: 1,
    floor: 0,
    ...change,
  };
}

describe('a scale', () => {
  test('goes from zero to the largest value', () => {
    const scale = heatScale(column([0, 5, 10]), false);
    expect([0, 5, 10, 20].map(value => scale.heat(value))).toEqual([0, 0.5, 1, 1]);
  });

  test('has its hot end where the column says', () => {
    const scale = heatScale(column([10, 50, 100], { direction: 'low-is-hot', domain: [0, 100] }), false);
    expect(scale.heat(100)).toBe(0);
    expect(scale.heat(0)).toBe(1);
  });

  test('is logarithmic by choice, with lengths that still compare', () => {
    const scale = heatScale(column([1, 10, 100, 1000]), true);
    expect(scale.heat(10)).toBeCloseTo(1 / 3, 9);
    expect(scale.length(10)).toBeCloseTo(0.01, 9);
  });

  test('gives unknown values the cold end', () => {
    const scale = heatScale(column([1, NaN]), false);
    expect(scale.heat(NaN)).toBe(0);
    expect(scale.length(NaN)).toBe(0);
  });

  test('of equal or no values does not divide by zero', () => {
    expect(heatScale(column([0, 0]), false).heat(0)).toBe(0);
    expect(heatScale(column([0, 0]), true).heat(0)).toBe(0);
  });
});

test('skew is offered a logarithm when the 90th percentile is under a tenth of the maximum', () => {
  expect(isSkewed(column([...Array.from({ length: 99 }, () => 1), 1000]))).toBe(true);
  expect(isSkewed(column([1, 2, 3, 4]))).toBe(false);
});

test('the histogram counts what is known', () => {
  const counts = heatHistogram(heatScale(column([0, 1, 9, 10, NaN]), false), 2);
  expect([...counts]).toEqual([2, 2]);
});
