import { BINS, histogramOf } from './histogram';
import { runningSums } from './runningSums';
import type { ObservedRange, ValueRange } from './valueRange';

const LEVELS = 128;
/** Thresholds are tried every so many bins. */
const STRIDE = 16;
/** What stands for the share of a bin that holds nothing but what was clipped, which has no counterpart among the levels. */
const NOTHING = 1e-9;
/** All bits of a float32 but its sign. */
const MAGNITUDE = 2 ** 31 - 1;
/** 2³² over the golden ratio, so that neighbours land far apart (Knuth 1973, multiplicative hashing). */
const SPREAD = 0x9e3779b1;

/**
 * The threshold on magnitudes that loses least information: of 2048 bins the first i stay, what lies beyond falls into the last, and the same in 128
 * levels is compared by its Kullback-Leibler divergence (Migacz 2017, 8-bit inference with TensorRT).
 */
export function entropyRange({ min, max, samples }: ObservedRange): ValueRange {
  const largest = Math.max(Math.abs(min), Math.abs(max));
  if (samples.length === 0 || !(largest > 0)) return { min, max };
  const { counts, width } = histogramOf(distinctMagnitudes(samples), 0, largest);
  const sums = {
    values: runningSums(counts, count => count),
    filled: runningSums(counts, count => (count > 0 ? 1 : 0)),
    logs: runningSums(counts, weighted),
  };
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
 * Given as a hash table of magnitudes by their bits, in which zeros are free slots.
 */
function distinctMagnitudes(samples: Float32Array): Float32Array {
  const exponent = Math.ceil(Math.log2(samples.length)) + 1;
  const slots = new Int32Array(2 ** exponent);
  const bits = new Int32Array(samples.buffer, samples.byteOffset, samples.length);
  for (let index = 0; index < bits.length; index++) {
    const magnitude = bits[index]! & MAGNITUDE;
    let slot = Math.imul(magnitude, SPREAD) >>> (32 - exponent);
    while (slots[slot] !== 0 && slots[slot] !== magnitude) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = magnitude;
  }
  return new Float32Array(slots.buffer);
}

/** Over the bins before each, and over all. */
interface CountSums {
  readonly values: Float64Array;
  /** Bins that hold values. */
  readonly filled: Float64Array;
  /** Of n·ln n over their numbers of values. */
  readonly logs: Float64Array;
}

function weighted(count: number): number {
  return count > 0 ? count * Math.log(count) : 0;
}

/** Divergence of the first `kept` bins, with all others in the last of them, from the same in 128 levels, each of which is spread evenly over its filled bins. */
function divergenceOf({ values, filled, logs }: CountSums, kept: number): number {
  const [inside, total] = [values[kept]!, values[values.length - 1]!];
  if (inside === 0) return Infinity;
  const outside = total - inside;
  const last = inside - values[kept - 1]!;
  // Σ p·ln(p / q) with p = count / total: of the bins first, then of the levels.
  let sum = logs[kept - 1]! + weighted(last + outside) - total * Math.log(total);
  for (let level = 0, from = 0; level < LEVELS; level++) {
    const to = Math.floor(((level + 1) * kept) / LEVELS);
    const own = values[to]! - values[from]!;
    const clipped = level === LEVELS - 1 ? outside : 0;
    if (own > 0) {
      // A last bin without values of its own has no share of its level.
      const matched = own + (last > 0 ? clipped : 0);
      sum -= matched * Math.log(own / (filled[to]! - filled[from]!) / inside);
    }
    if (clipped > 0 && last === 0) sum -= clipped * Math.log(NOTHING);
    from = to;
  }
  return sum / total;
}
