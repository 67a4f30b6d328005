import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, quantileOfSorted, sorted } from '../../../../src/shared/base/quantile';
import { medianInterval } from '../../../../src/worker/statistics/medianInterval';

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe('medianInterval', () => {
  // Ranks (1-based) of the 95 % interval from the table of order-statistic intervals, e.g. Hahn and Meeker, table A.15.
  it.each([
    [6, 1, 6],
    [9, 2, 8],
    [10, 2, 9],
    [20, 6, 15],
    [50, 18, 33],
    [100, 40, 61],
  ])('takes the right ranks of %i values', (count, low, high) => {
    expect(medianInterval(range(count))).toEqual({ median: (count + 1) / 2, low, high });
  });

  it('gives the extremes of too few values', () => {
    expect(medianInterval([3, 1, 2])).toEqual({ median: 2, low: 1, high: 3 });
  });

  it('stays finite for many runs', () => {
    const { low, high } = medianInterval(range(20_000));
    expect(low).toBeGreaterThan(9_800);
    expect(high).toBeLessThan(10_200);
  });

  it('always holds its median', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 }), values => {
        const { low, high, median: middle } = medianInterval(values);
        return low <= middle && middle <= high;
      }),
    );
  });
});

describe('quantileOfSorted', () => {
  it('interpolates between order statistics', () => {
    expect(quantileOfSorted(sorted([4, 1, 3, 2]), 0.5)).toBe(2.5);
    expect(quantileOfSorted(sorted([10, 20, 30]), 0.9)).toBeCloseTo(28, 12);
  });

  it('knows nothing of no values', () => {
    expect(median([])).toBeNaN();
  });
});
