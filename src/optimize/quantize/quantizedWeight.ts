import { roundHalfToEven, symmetricScale } from './affine';

/** A weight in int8 with one scale per output channel, zero-point 0. */
export interface QuantizedWeight {
  readonly values: Int8Array;
  readonly scales: Float32Array;
}

/** Largest magnitude per output channel. */
export function channelMagnitudes(values: Float32Array, channels: number, channelOf: (index: number) => number): Float64Array {
  const magnitudes = new Float64Array(channels);
  for (let index = 0; index < values.length; index++) {
    const magnitude = Math.abs(values[index]!);
    const channel = channelOf(index);
    if (magnitude > magnitudes[channel]!) magnitudes[channel] = magnitude;
  }
  return magnitudes;
}

/** Two products of 255 and this much together fit into 16 bits (255 · 128 < 2^15); one less leaves room for rounding. */
const PAIR_LEVELS = 127;

/** Scales that map each channel's largest magnitude to `largest` (127, or 64), and its largest pair to what fits into 16 bits. */
export function channelScales(magnitudes: Float64Array, largest: number, pairs?: Float64Array): Float32Array {
  return Float32Array.from(magnitudes, (magnitude, channel) =>
    Math.max(symmetricScale(magnitude, largest), pairs === undefined ? 0 : pairs[channel]! / PAIR_LEVELS),
  );
}

/** Rounds each element to its channel's grid, saturating at ±`largest`. */
export function quantizeChannels(
  values: Float32Array,
  scales: Float32Array,
  channelOf: (index: number) => number,
  largest: number,
): Int8Array {
  const quantized = new Int8Array(values.length);
  for (let index = 0; index < values.length; index++) {
    const level = roundHalfToEven(values[index]! / scales[channelOf(index)]!);
    quantized[index] = Math.max(-largest, Math.min(largest, level));
  }
  return quantized;
}
