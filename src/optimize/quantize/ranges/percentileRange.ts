import type { ObservedRange, ValueRange } from './valueRange';

/** Up to so many of the values at either end are found in one go over all. */
const FEW = 64;

/** The range between two quantiles of the values seen, which leaves out `100 − percentile` percent of them, half of these at each end; linear between neighbours. */
export function percentileRange({ min, max, samples }: ObservedRange, percentile: number): ValueRange {
  if (samples.length === 0) return { min, max };
  const place = ((100 - percentile) / 200) * (samples.length - 1);
  const below = Math.floor(place);
  const { low, high } = below + 2 <= FEW ? outermost(samples, below) : orderedAt(samples, below);
  const between = ([outer, inner]: Neighbours): number => (Number.isFinite(inner) ? outer + (inner - outer) * (place - below) : outer);
  return { min: between(low), max: between(high) };
}

/** The values at a place, counted from an end, and at the next one; infinity where there is none. */
type Neighbours = readonly [number, number];

interface Ends {
  readonly low: Neighbours;
  readonly high: Neighbours;
}

function outermost(values: Float32Array, place: number): Ends {
  const low = new Float64Array(place + 2).fill(Infinity);
  const high = new Float64Array(place + 2).fill(-Infinity);
  let [below, above] = [Infinity, -Infinity];
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (value < below) below = insert(low, value, 1);
    if (value > above) above = insert(high, value, -1);
  }
  return { low: [low[place]!, low[place + 1]!], high: [high[place]!, high[place + 1]!] };
}

/** Puts a value into its place from the end on; the last goes, and the new last is given. `sign`: 1 ascending. */
function insert(sorted: Float64Array, value: number, sign: 1 | -1): number {
  let slot = sorted.length - 1;
  for (; slot > 0 && sorted[slot - 1]! * sign > value * sign; slot--) sorted[slot] = sorted[slot - 1]!;
  sorted[slot] = value;
  return sorted[sorted.length - 1]!;
}

/** The same for any place. */
function orderedAt(samples: Float32Array, place: number): Ends {
  const values = samples.slice();
  const low = select(values, place);
  let next = Infinity;
  for (let index = place + 1; index < values.length; index++) next = Math.min(next, values[index]!);
  const high = select(values, values.length - 1 - place);
  let before = -Infinity;
  for (let index = 0; index < values.length - 1 - place; index++) before = Math.max(before, values[index]!);
  return { low: [low, next], high: [high, before] };
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
