import { uint8Affine } from '../affine';
import type { ObservedRange, ValueRange } from './valueRange';
import { histogramOf, type Histogram } from './histogram';
import { runningSums } from './runningSums';

/** Ends tried on each side, as shares of what was seen. */
const STEPS = 24;
const SMALLEST = 0.3;
const LEVELS = 255;

/**
 * The range of least squared error on the uint8 grid: rounding costs scale² / 12 for each value that is not exactly zero, and what lies beyond the
 * grid's ends costs its squared distance from them. Both ends are searched in turn.
 */
export function leastSquaresRange({ min, max, samples }: ObservedRange): ValueRange {
  if (samples.length === 0 || !(max > min)) return { min, max };
  const moments = momentsOf(histogramOf(samples, min, max));
  let best: ValueRange = { min, max };
  for (let round = 0; round < 2; round++) {
    best = bestOf(moments, best, share => ({ ...best, max: max > 0 ? max * share : max }));
    best = bestOf(moments, best, share => ({ ...best, min: min < 0 ? min * share : min }));
  }
  return best;
}

function bestOf(moments: Moments, start: ValueRange, candidate: (share: number) => ValueRange): ValueRange {
  let best = start;
  let least = squaredError(moments, start);
  for (let step = 0; step <= STEPS; step++) {
    const range = candidate(SMALLEST + ((1 - SMALLEST) * step) / STEPS);
    const error = squaredError(moments, range);
    if (error < least) [best, least] = [range, error];
  }
  return best;
}

/** Of the values in the bins before each, and in all: how many there are, and the sums of the numbers of their bins and of the squares of these. All are whole, so that differences are exact. */
interface Moments extends Pick<Histogram, 'low' | 'width'> {
  readonly values: Float64Array;
  readonly bins: Float64Array;
  readonly squares: Float64Array;
}

function momentsOf({ low, width, counts }: Histogram): Moments {
  return {
    ...{ low, width, values: runningSums(counts, count => count) },
    bins: runningSums(counts, (count, bin) => count * bin),
    squares: runningSums(counts, (count, bin) => count * bin * bin),
  };
}

/** Summed squared error of the values in a histogram, each taken for the middle of its bin where it lies beyond the grid of a range. */
function squaredError(moments: Moments, range: ValueRange): number {
  const { low, width, values } = moments;
  const { scale, zeroPoint } = uint8Affine(range.min, range.max);
  const [lowest, highest] = [-zeroPoint * scale, (LEVELS - zeroPoint) * scale];
  const middle = (bin: number): number => low + (bin + 0.5) * width;
  const bins = values.length - 1;
  const inside = firstBin(bins, bin => lowest - middle(bin) <= scale / 2);
  const above = firstBin(bins, bin => middle(bin) - highest > scale / 2);
  const rounded = (scale * scale * (values[above]! - values[inside]!)) / 12;
  return rounded + squaredDistance(moments, 0, inside, lowest) + squaredDistance(moments, above, bins, highest);
}

/** The first of `bins` bins from which on something holds; `bins` where it never does. */
function firstBin(bins: number, holds: (bin: number) => boolean): number {
  let [from, to] = [0, bins];
  while (from < to) {
    const bin = (from + to) >> 1;
    if (holds(bin)) to = bin;
    else from = bin + 1;
  }
  return from;
}

/** Of the values in some bins from a point, spread evenly over each bin. */
function squaredDistance({ low, width, values, bins, squares }: Moments, from: number, to: number, point: number): number {
  const sumOf = (sums: Float64Array): number => sums[to]! - sums[from]!;
  const place = (point - low) / width - 0.5;
  return width * width * (sumOf(squares) - 2 * place * sumOf(bins) + (place * place + 1 / 12) * sumOf(values));
}
