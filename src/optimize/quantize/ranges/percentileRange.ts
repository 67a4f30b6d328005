import type { ObservedRange, ValueRange } from './valueRange';

/** The range between two quantiles of the values seen, which leaves out `100 − percentile` percent of them, half of these at each end. */
export function percentileRange({ min, max, samples }: ObservedRange, percentile: number): ValueRange {
  if (samples.length === 0) return { min, max };
  const sorted = samples.slice().sort();
  const tail = (100 - percentile) / 200;
  return { min: quantile(sorted, tail), max: quantile(sorted, 1 - tail) };
}

/** Linear between neighbours. */
function quantile(sorted: Float32Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const [a, b] = [sorted[below]!, sorted[Math.min(sorted.length - 1, below + 1)]!];
  return a + (b - a) * (place - below);
}
