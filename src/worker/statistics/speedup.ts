import { seededRandom } from '../../shared/base/random';
import type { Speedup, SpeedVerdict } from '../../shared/report/comparison';
import type { Interval } from './interval';
import { quantileOfSorted, sorted } from './median';

/** Ratios inside 1 ± this are not worth a word. */
export const DEAD_ZONE = 0.02;
/** An interval wider than this says nothing, whatever its middle. */
const WIDEST = 0.25;
const RESAMPLES = 2000;
const PER_BLOCK = 4;

/** Times of interleaved runs, four per block in the order A, B, B, A; `a` is before, `b` after. */
export interface BlockTimes {
  readonly wallMs: ArrayLike<number>;
  readonly cpuMs: ArrayLike<number>;
}

/**
 * How much faster B is than A. The ratio is of medians over all runs; its 95 % interval is a percentile bootstrap that resamples whole ABBA blocks, so what
 * disturbs a block disturbs both sides of it (paired bootstrap, Efron and Tibshirani 1993, chapter 8). Blocks are drawn in stretches of consecutive ones:
 * other programs come and go for many runs at a time, and blocks drawn one by one would take that for independent evidence (circular block bootstrap,
 * Politis and Romano 1992).
 */
export function speedupOfBlocks({ wallMs, cpuMs }: BlockTimes, seed: number): Speedup {
  const blocks = Math.floor(wallMs.length / PER_BLOCK);
  const random = seededRandom(seed);
  const ratios = new Float64Array(RESAMPLES);
  const deltas = new Float64Array(RESAMPLES);
  const drawn = new Uint32Array(blocks);
  for (let resample = 0; resample < RESAMPLES; resample++) {
    drawStretches(drawn, random);
    const { a, b } = blockMedians(wallMs, drawn);
    ratios[resample] = a / b;
    deltas[resample] = b - a;
  }
  const all = Uint32Array.from({ length: blocks }, (_, block) => block);
  const wall = blockMedians(wallMs, all);
  const cpu = blockMedians(cpuMs, all);
  const ratio = bounded(wall.a / wall.b, ratios);
  return { ...ratio, verdict: speedVerdict(ratio), cpuRatio: cpu.a / cpu.b, deltaMs: bounded(wall.b - wall.a, deltas) };
}

/** Fills `drawn` with stretches of about √n consecutive blocks of n, each from a random start and going round. */
function drawStretches(drawn: Uint32Array, random: () => number): void {
  const blocks = drawn.length;
  const stretch = Math.max(1, Math.round(Math.sqrt(blocks)));
  for (let at = 0, start = 0; at < blocks; at++) {
    if (at % stretch === 0) start = Math.floor(random() * blocks);
    drawn[at] = (start + (at % stretch)) % blocks;
  }
}

/**
 * The interval against the dead zone of ±2 %: wholly above it is faster, wholly below slower, anything else no measurable difference. A wide interval
 * that is not half its width away from 1 is too noisy instead: medians of two groups of disturbed runs differ that much by chance more often than the
 * bootstrap believes.
 */
export function speedVerdict({ low, high }: Interval): SpeedVerdict {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return 'too noisy';
  const width = high - low;
  if (width > WIDEST && Math.max(low - 1, 1 - high) < width / 2) return 'too noisy';
  if (low > 1 + DEAD_ZONE) return 'faster';
  if (high < 1 / (1 + DEAD_ZONE)) return 'slower';
  return 'no measurable difference';
}

function bounded(middle: number, resampled: Float64Array): Interval {
  const ordered = sorted(resampled);
  return { median: middle, low: quantileOfSorted(ordered, 0.025), high: quantileOfSorted(ordered, 0.975) };
}

function blockMedians(times: ArrayLike<number>, blocks: Uint32Array): { readonly a: number; readonly b: number } {
  const a = new Float64Array(blocks.length * 2);
  const b = new Float64Array(blocks.length * 2);
  blocks.forEach((block, index) => {
    const first = block * PER_BLOCK;
    a[2 * index] = times[first] ?? Number.NaN;
    b[2 * index] = times[first + 1] ?? Number.NaN;
    b[2 * index + 1] = times[first + 2] ?? Number.NaN;
    a[2 * index + 1] = times[first + 3] ?? Number.NaN;
  });
  return { a: quantileOfSorted(a.sort(), 0.5), b: quantileOfSorted(b.sort(), 0.5) };
}
