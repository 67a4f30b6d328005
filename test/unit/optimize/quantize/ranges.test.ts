import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uint8Affine } from '../../../../src/optimize/quantize/affine';
import { rangeChoice } from '../../../../src/optimize/quantize/calibration';
import { histogramOf, type Histogram } from '../../../../src/optimize/quantize/ranges/histogram';
import type { ObservedRange, ValueRange } from '../../../../src/optimize/quantize/ranges/valueRange';
import { noise } from '../../../fixtures/sketchGraph';

function observed(values: readonly number[]): ObservedRange {
  return { min: values.reduce((a, b) => Math.min(a, b)), max: values.reduce((a, b) => Math.max(a, b)), samples: Float32Array.from(values) };
}

/** Near-normal values: sums of twelve uniform ones. */
function bell(count: number, seed: number): readonly number[] {
  const uniform = noise(count * 12, seed);
  return Array.from({ length: count }, (_, index) => uniform.slice(index * 12, index * 12 + 12).reduce((a, b) => a + b, 0));
}

/** Kullback-Leibler divergence of the first bins, with what lies beyond in the last of them, from the same in 128 levels. */
function divergenceByBins(counts: Float64Array, kept: number): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const inside = counts.subarray(0, kept).reduce((sum, count) => sum + count, 0);
  if (inside === 0) return Infinity;
  let divergence = 0;
  for (let level = 0; level < 128; level++) {
    const [from, to] = [Math.floor((level * kept) / 128), Math.floor(((level + 1) * kept) / 128)];
    const own = counts.subarray(from, to);
    const share = own.reduce((sum, count) => sum + count, 0) / own.filter(count => count > 0).length / inside;
    own.forEach((count, index) => {
      const reference = (count + (from + index === kept - 1 ? total - inside : 0)) / total;
      if (reference > 0) divergence += reference * Math.log(reference / (count === 0 ? 1e-9 : share));
    });
  }
  return divergence;
}

/** Squared error on the uint8 grid of a range: of rounding, scale² / 12 for each value inside, and beyond the distance from the end. */
function errorByBins({ low, width, counts }: Histogram, range: ValueRange): number {
  const { scale, zeroPoint } = uint8Affine(range.min, range.max);
  const [lowest, highest] = [-zeroPoint * scale, (255 - zeroPoint) * scale];
  return counts.reduce((error, count, bin) => {
    const value = low + (bin + 0.5) * width;
    const beyond = Math.max(value - highest, lowest - value, 0);
    return error + count * (beyond > scale / 2 ? beyond ** 2 + width ** 2 / 12 : scale ** 2 / 12);
  }, 0);
}

/** The largest value first and then the smallest, twice, each at 25 shares from 0.3 to 1. */
function searchedByBins(histogram: Histogram, { min, max }: ValueRange): ValueRange {
  const shares = Array.from({ length: 25 }, (_, step) => 0.3 + (0.7 * step) / 24);
  const better = (best: ValueRange, next: ValueRange): ValueRange => {
    return errorByBins(histogram, next) < errorByBins(histogram, best) ? next : best;
  };
  const round = (best: ValueRange): ValueRange => {
    const above = shares.map(share => ({ ...best, max: max > 0 ? max * share : max })).reduce(better, best);
    return shares.map(share => ({ ...above, min: min < 0 ? min * share : min })).reduce(better, above);
  };
  return round(round({ min, max }));
}

const METHODS = ['minmax', 'moving-average', 'percentile', 'entropy', 'mse'] as const;

describe('calibration methods', () => {
  it.each(METHODS)('%s stays within what was seen, and holds on to it where nothing else is known', method => {
    const choose = rangeChoice(method, 99.9);
    fc.assert(
      fc.property(
        fc.array(fc.float({ noNaN: true, noDefaultInfinity: true, min: -1000, max: 1000 }), { minLength: 1, maxLength: 300 }),
        values => {
          const seen = observed(values);
          const { min, max } = choose(seen);
          expect(min).toBeGreaterThanOrEqual(Math.min(seen.min, 0));
          expect(max).toBeLessThanOrEqual(Math.max(seen.max, 0));
          expect(choose({ ...seen, samples: new Float32Array(0) })).toEqual({ min: seen.min, max: seen.max });
        },
      ),
    );
  });

  it('mse has no larger squared error on the grid than the whole range, and less where one value lies far out', () => {
    const error = (values: readonly number[], range: { min: number; max: number }): number => {
      const { scale, zeroPoint } = uint8Affine(range.min, range.max);
      return values.reduce((sum, value) => {
        const level = Math.min(255, Math.max(0, Math.round(value / scale) + zeroPoint));
        return sum + (value - (level - zeroPoint) * scale) ** 2;
      }, 0);
    };
    const values = [...bell(200_000, 7), 12];
    const range = rangeChoice('mse', 100)(observed(values));
    expect(range.max).toBeLessThan(12);
    expect(error(values, range)).toBeLessThan(error(values, observed(values)));
  });

  it('mse finds the range that errors added up bin by bin find', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 2, max: 3000 }),
        fc.double({ min: -30, max: 30, noNaN: true }),
        fc.double({ min: -20, max: 20, noNaN: true }),
        (seed, count, far, offset) => {
          const seen = observed([...bell(count, seed), 0, 0, far].map(value => value + offset));
          const histogram = histogramOf(seen.samples, seen.min, seen.max);
          const [found, searched] = [rangeChoice('mse', 100)(seen), searchedByBins(histogram, seen)];
          expect(errorByBins(histogram, found) / errorByBins(histogram, searched)).toBeCloseTo(1, 9);
          expect(errorByBins(histogram, found)).toBeLessThanOrEqual(errorByBins(histogram, seen));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('percentile leaves as many values out as it says', () => {
    const values = Array.from({ length: 1001 }, (_, index) => index - 500);
    expect(rangeChoice('percentile', 99)(observed(values))).toEqual({ min: -495, max: 495 });
  });

  it('percentile finds the same order as sorting, with repeated values too', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 1, maxLength: 500, size: 'max' }),
        fc.integer({ min: 50, max: 100 }),
        (values, percentile) => {
          const sorted = values.toSorted((a, b) => a - b);
          const at = (share: number): number => {
            const place = share * (sorted.length - 1);
            const [below, above] = [sorted[Math.floor(place)] ?? NaN, sorted[Math.ceil(place)] ?? NaN];
            return below + (above - below) * (place % 1);
          };
          const { min, max } = rangeChoice('percentile', percentile)(observed(values));
          expect(min).toBeCloseTo(at((100 - percentile) / 200), 5);
          expect(max).toBeCloseTo(at(1 - (100 - percentile) / 200), 5);
        },
      ),
    );
  });

  it('entropy takes the threshold of least divergence, as it is when it is added up bin by bin', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 20, max: 3000 }),
        fc.double({ min: 1, max: 30, noNaN: true }),
        (seed, count, far) => {
          const values = bell(count, seed);
          const seen = observed([...values, 0, ...values.slice(0, 50), ...values.slice(30, 90).map(value => -value), far]);
          const { counts, width } = histogramOf(Float32Array.from(new Set(seen.samples.map(Math.abs))), 0, Math.max(-seen.min, seen.max));
          const thresholds = Array.from({ length: 121 }, (_, step) => 128 + 16 * step);
          const least = Math.min(...thresholds.map(kept => divergenceByBins(counts, kept)));
          const { min, max } = rangeChoice('entropy', 100)(seen);
          const chosen = thresholds.find(kept => Math.min(seen.max, kept * width) === max && Math.max(seen.min, -kept * width) === min);
          expect(divergenceByBins(counts, chosen ?? 2048)).toBeCloseTo(least, 9);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('entropy counts what is repeated once, as the background of images, and does not clip for its sake', () => {
    const values = bell(20_000, 5);
    const background = [0.7, 1.3, -0.9].flatMap(value => new Array<number>(8000).fill(value));
    expect(rangeChoice('entropy', 100)(observed([...values, ...background]))).toEqual(
      rangeChoice('entropy', 100)(observed([...values, 0.7, 1.3, -0.9])),
    );
  });

  it('entropy cuts a far tail off', () => {
    const { max } = rangeChoice('entropy', 100)(observed([...bell(20000, 3), 60]));
    expect(max).toBeLessThan(20);
  });

  it('moving average takes the averaged range', () => {
    const range = rangeChoice('moving-average', 100)({ ...observed([-1, 5]), average: { min: -0.5, max: 3 } });
    expect(range).toEqual({ min: -0.5, max: 3 });
  });
});
