import { describe, expect, test } from 'vitest';
import type { LayerColumn } from '../../../webview/views/model/layerModel';
import { withoutRange, withRange } from '../../../webview/views/page/heatRange';
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

describe('chosen ends', () => {
  test('stretch the colours and leave lengths as they are', () => {
    const scale = heatScale(column([0, 5, 10]), false, [4, 6]);
    expect([0, 4, 5, 6, 10].map(value => scale.heat(value))).toEqual([0, 0, 0.5, 1, 1]);
    expect(scale.length(5)).toBe(0.5);
  });

  test.each([
    ['linear', heatScale(column([0, 5, 10]), false)],
    ['logarithmic', heatScale(column([1, 10, 100]), true)],
    ['turned', heatScale(column([10, 50, 100], { direction: 'low-is-hot', domain: [0, 100] }), false)],
    ['chosen', heatScale(column([0, 5, 10]), false, [2, 8])],
  ])('of a %s scale are found again from their place', (_name, scale) => {
    for (const t of [0, 0.3, 1]) expect(scale.heat(scale.valueAt(t))).toBeCloseTo(t, 9);
  });

  test('come from a part of the ramp, and go again', () => {
    const scale = heatScale(column([0, 5, 10]), false);
    expect(withRange({}, scale, 0.25, 0.5)).toEqual({ x: [2.5, 5] });
    expect(withRange({}, scale, 0.25, 0.25)).toEqual({});
    const turned = heatScale(column([10, 100], { direction: 'low-is-hot', domain: [0, 100] }), false);
    expect(withRange({}, turned, 0, 0.5)).toEqual({ x: [50, 100] });
    expect(withoutRange({ x: [1, 2], y: [3, 4] }, scale)).toEqual({ y: [3, 4] });
  });
});
