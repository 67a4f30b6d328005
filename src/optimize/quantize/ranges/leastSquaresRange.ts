import { uint8Affine } from '../affine';
import type { ObservedRange, ValueRange } from './valueRange';
import { histogramOf, type Histogram } from './histogram';

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
  const histogram = histogramOf(samples, min, max);
  let best: ValueRange = { min, max };
  for (let round = 0; round < 2; round++) {
    best = bestOf(histogram, best, share => ({ ...best, max: max > 0 ? max * share : max }));
    best = bestOf(histogram, best, share => ({ ...best, min: min < 0 ? min * share : min }));
  }
  return best;
}

function bestOf(histogram: Histogram, start: ValueRange, candidate: (share: number) => ValueRange): ValueRange {
  let best = start;
  let least = squaredError(histogram, start);
  for (let step = 0; step <= STEPS; step++) {
    const range = candidate(SMALLEST + ((1 - SMALLEST) * step) / STEPS);
    const error = squaredError(histogram, range);
    if (error < least) [best, least] = [range, error];
  }
  return best;
}

/** Summed squared error of the values in a histogram on the grid of a range. */
export function squaredError({ low, width, counts }: Histogram, range: ValueRange): number {
  const { scale, zeroPoint } = uint8Affine(range.min, range.max);
  const [lowest, highest] = [-zeroPoint * scale, (LEVELS - zeroPoint) * scale];
  const rounding = (scale * scale) / 12;
  let error = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    const count = counts[bin]!;
    if (count === 0) continue;
    const value = low + (bin + 0.5) * width;
    const beyond = value > highest ? value - highest : value < lowest ? lowest - value : 0;
    error += count * (beyond > scale / 2 ? beyond * beyond + (width * width) / 12 : rounding);
  }
  return error;
}
