import { BINS, histogramOf } from './histogram';
import type { ObservedRange, ValueRange } from './valueRange';

const LEVELS = 128;
/** Thresholds are tried every so many bins. */
const STRIDE = 16;
/** What stands for the share of a bin that holds nothing but what was clipped, which has no counterpart among the levels. */
const NOTHING = 1e-9;

/**
 * The threshold on magnitudes that loses least information: of 2048 bins the first i stay, what lies beyond falls into the last, and the same in 128
 * levels is compared by its Kullback-Leibler divergence (Migacz 2017, 8-bit inference with TensorRT).
 */
export function entropyRange({ min, max, samples }: ObservedRange): ValueRange {
  const largest = Math.max(Math.abs(min), Math.abs(max));
  if (samples.length === 0 || !(largest > 0)) return { min, max };
  const { counts, width } = histogramOf(distinctMagnitudes(samples), 0, largest);
  const sums = runningSums(counts);
  let [threshold, least] = [largest, Infinity];
  for (let kept = LEVELS; kept <= BINS; kept += STRIDE) {
    const divergence = divergenceOf(sums, kept);
    if (divergence < least) [threshold, least] = [kept * width, divergence];
  }
  return { min: Math.max(min, -threshold), max: Math.min(max, threshold) };
}

/**
 * What occurs again and again as the very same number, as what follows from the background of images, counts once, and zero not at all (`histogramOf`): a level that spreads
 * it over its bins seems to lose much of it, so that the levels would be made as narrow as bins by clipping, while a grid rounds all of it alike.
 */
function distinctMagnitudes(samples: Float32Array): Float32Array {
  const all = samples.map(Math.abs).sort();
  return all.filter((value, index) => value !== all[index - 1]);
}

/** Over the bins before each, and over all. */
interface RunningSums {
  readonly values: Float64Array;
  /** Bins that hold values. */
  readonly filled: Float64Array;
  /** Of n·ln n over their numbers of values. */
  readonly logs: Float64Array;
}

function runningSums(counts: Float64Array): RunningSums {
  const of = (term: (count: number) => number): Float64Array => {
    const sums = new Float64Array(counts.length + 1);
    for (let bin = 0; bin < counts.length; bin++) sums[bin + 1] = sums[bin]! + term(counts[bin]!);
    return sums;
  };
  return { values: of(count => count), filled: of(count => (count > 0 ? 1 : 0)), logs: of(weighted) };
}

function weighted(count: number): number {
  return count > 0 ? count * Math.log(count) : 0;
}

/** Divergence of the first `kept` bins, with all others in the last of them, from the same in 128 levels, each of which is spread evenly over its filled bins. */
function divergenceOf({ values, filled, logs }: RunningSums, kept: number): number {
  const [inside, total] = [values[kept]!, values[values.length - 1]!];
  if (inside === 0) return Infinity;
  const outside = total - inside;
  const last = inside - values[kept - 1]!;
  // Σ p·ln(p / q) with p = count / total: of the bins first, then of the levels.
  let sum = logs[kept - 1]! + weighted(last + outside) - total * Math.log(total);
  for (let level = 0; level < LEVELS; level++) {
    const [from, to] = [Math.floor((level * kept) / LEVELS), Math.floor(((level + 1) * kept) / LEVELS)];
    const own = values[to]! - values[from]!;
    const clipped = level === LEVELS - 1 ? outside : 0;
    if (own > 0) {
      // A last bin without values of its own has no share of its level.
      const matched = own + (last > 0 ? clipped : 0);
      sum -= matched * Math.log(own / (filled[to]! - filled[from]!) / inside);
    }
    if (clipped > 0 && last === 0) sum -= clipped * Math.log(NOTHING);
  }
  return sum / total;
}
