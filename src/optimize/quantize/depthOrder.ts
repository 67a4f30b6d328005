import type { ConcreteShape } from '../../shared/graph/shape';

/**
 * Where each element of a weight stands in the sum of its output channel, in the order in which the runtime packs it: rows of a matrix, and for a
 * convolution kernel positions with input channels innermost. Processors without VNNI add the products of two neighbours in 16 bits (mlas, vpmaddubsw).
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
