import type { ConcreteShape } from '../../shared/graph/shape';

/**
 * Where each element of a weight stands in the sum of its output channel, in the order in which the runtime packs it: rows of a matrix, and for a
 * convolution kernel positions with input channels innermost (mlas packs 4 of them together and adds the products of two in 16 bits).
 */
export type DepthOf = (index: number) => number;

/** For Conv weights [M, C/g, k…]. */
export function convDepth(dims: ConcreteShape): DepthOf {
  const inputs = dims[1] ?? 1;
  const positions = dims.slice(2).reduce((product, dim) => product * dim, 1);
  return index => (index % positions) * inputs + (Math.floor(index / positions) % inputs);
}

/** For matrices: [depth, channels] when `channelAxis` is 1, else [channels, depth]. */
export function matrixDepth(dims: ConcreteShape, channelAxis: number): DepthOf {
  const columns = dims[1] ?? 1;
  return channelAxis === 1 ? index => Math.floor(index / columns) : index => index % columns;
}

/** Largest sum per channel of the magnitudes of two neighbours of the same sign whose products are added in 16 bits. */
export function pairMagnitudes(
  values: Float32Array,
  channels: number,
  channelOf: (index: number) => number,
  depthOf: DepthOf,
): Float64Array {
  const depth = values.length / channels;
  const ordered = new Float64Array(values.length);
  for (let index = 0; index < values.length; index++) ordered[channelOf(index) * depth + depthOf(index)] = values[index]!;
  const largest = new Float64Array(channels);
  for (let channel = 0; channel < channels; channel++) {
    for (let k = 0; k < depth; k += 2) {
      const first = ordered[channel * depth + k]!;
      const second = k + 1 < depth ? ordered[channel * depth + k + 1]! : 0;
      const sum = first * second > 0 ? Math.abs(first + second) : 0;
      if (sum > largest[channel]!) largest[channel] = sum;
    }
  }
  return largest;
}
