import type { ObservedRange, ValueRange } from './valueRange';

/** The range between two quantiles of the values seen, which leaves out `100 − percentile` percent of them, half of these at each end. */
export function percentileRange({ min, max, samples }: ObservedRange, percentile: number): ValueRange {
  if (samples.length === 0) return { min, max };
  const values = samples.slice();
  const tail = (100 - percentile) / 200;
  return { min: quantile(values, tail), max: quantile(values, 1 - tail) };
}

/** Linear between neighbours; reorders the values. */
function quantile(values: Float32Array, share: number): number {
  const place = share * (values.length - 1);
  const below = Math.floor(place);
  const lower = select(values, below);
  let upper = below + 1 < values.length ? Infinity : lower;
  for (let index = below + 1; index < values.length; index++) upper = Math.min(upper, values[index]!);
  return lower + (upper - lower) * (place - below);
}

/** What stands at `place` once everything before it is no larger and everything behind it no smaller, which it puts in that order (Hoare 1961, Find). */
function select(values: Float32Array, place: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = values[(low + high) >> 1]!;
    let [left, right] = [low, high];
    while (left <= right) {
      while (values[left]! < pivot) left++;
      while (values[right]! > pivot) right--;
      if (left > right) break;
      [values[left], values[right]] = [values[right]!, values[left]!];
      left++;
      right--;
    }
    if (place <= right) high = right;
    else if (place >= left) low = left;
    else break;
  }
  return values[place]!;
}
