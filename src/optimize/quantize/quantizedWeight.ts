import { symmetricScale } from './affine';
import { largestLevel, type WeightRange } from './weightRange';

/** Numbers up to 2^51 lose their fraction when this is added: to the nearest integer, halves to the even one. */
const ROUNDING = 1.5 * 2 ** 52;
/** Two products of 255 and this much together fit into 16 bits: 255 · 128 < 2^15. */
const PAIR_LEVELS = 128;
/** Scales tried between that of the largest element and that at which every pair fits, or the smallest that is tried. */
const STEPS = 8;
/** Smallest scale tried where weights may be cut off, as a share of that of the largest element: at 8 bits, cutting off more costs more than finer steps bring. */
const SMALLEST = 0.96;

/**
 * The scale of each channel. Where pairs have to fit into 16 bits, the one of least squared error between clipping some and coarsening all; where large
 * weights may be cut off, the one of least squared error below that of the largest.
 */
export function chooseScales(ordered: Float32Array, channels: number, range: WeightRange, clips = false): Float32Array {
  const depth = ordered.length / channels;
  return Float32Array.from({ length: channels }, (_, channel) => {
    const row = ordered.subarray(channel * depth, (channel + 1) * depth);
    const finest = symmetricScale(largestMagnitude(row), largestLevel(range));
    const coarsest = range === 'pairs' ? largestPair(row) / PAIR_LEVELS : 0;
    if (coarsest > finest) return leastError(row, finest, coarsest, range);
    return clips ? leastError(row, finest * SMALLEST, finest, range) : finest;
  });
}

/** Rounds channels, [channels, depth] as `ChannelRows` has them, to their grids, saturating at the range's limits. */
export function quantizeRows(ordered: Float32Array, scales: Float32Array, range: WeightRange): Int8Array {
  const depth = ordered.length / scales.length;
  const quantized = new Int8Array(ordered.length);
  scales.forEach((scale, channel) => {
    const start = channel * depth;
    quantizeRow(ordered.subarray(start, start + depth), scale, range, quantized.subarray(start, start + depth));
  });
  return quantized;
}

function quantizeRow(row: Float32Array, scale: number, range: WeightRange, into: Int8Array): void {
  const largest = largestLevel(range);
  for (let k = 0; k < row.length; k++) into[k] = nearestLevel(row[k]! / scale, largest);
  if (range !== 'pairs') return;
  for (let k = 0; k + 1 < row.length; k += 2) {
    const sum = into[k]! + into[k + 1]!;
    const excess = Math.abs(sum) - PAIR_LEVELS;
    if (excess <= 0) continue;
    // Equal shares cost least; an excess over 128 leaves neither of two levels up to 127 below zero.
    into[k]! -= Math.sign(sum) * Math.ceil(excess / 2);
    into[k + 1]! -= Math.sign(sum) * Math.floor(excess / 2);
  }
}

/** To the nearest integer, halves to the even one, within ±`largest`. */
export function nearestLevel(value: number, largest: number): number {
  const level = value + ROUNDING - ROUNDING;
  return level > largest ? largest : level < -largest ? -largest : level;
}

function largestMagnitude(row: Float32Array): number {
  let largest = 0;
  for (let k = 0; k < row.length; k++) {
    const magnitude = Math.abs(row[k]!);
    if (magnitude > largest) largest = magnitude;
  }
  return largest;
}

/** Largest sum of two neighbours whose products are added in 16 bits. */
function largestPair(row: Float32Array): number {
  let largest = 0;
  for (let k = 0; k + 1 < row.length; k += 2) largest = Math.max(largest, Math.abs(row[k]! + row[k + 1]!));
  return largest;
}

function leastError(row: Float32Array, finest: number, coarsest: number, range: WeightRange): number {
  const levels = range === 'pairs' ? new Int8Array(row.length) : undefined;
  const largest = largestLevel(range);
  let best = coarsest;
  let least = Infinity;
  for (let step = 0; step <= STEPS; step++) {
    const scale = Math.fround(finest + ((coarsest - finest) * step) / STEPS);
    if (levels !== undefined) quantizeRow(row, scale, range, levels);
    let error = 0;
    for (let k = 0; k < row.length && error < least; k++) {
      const value = row[k]!;
      const off = value - (levels === undefined ? nearestLevel(value / scale, largest) : levels[k]!) * scale;
      error += off * off;
    }
    if (error < least) [best, least] = [scale, error];
  }
  return best;
}
