import type { ConcreteShape } from '../../shared/graph/shape';

/**
 * Where each element of a weight goes when the elements of an output channel stand side by side, [channels, depth], each channel in the order in which the
 * runtime packs its sum: rows of a matrix, and for a convolution kernel positions with input channels innermost. Processors without VNNI add the products
 * of two neighbours in 16 bits (mlas, vpmaddubsw).
 */
export type ChannelOrder = Int32Array;

/** For Conv weights [M, C/g, k…]. */
export function convOrder(dims: ConcreteShape): ChannelOrder {
  const [channels = 0, inputs = 1, ...kernel] = dims;
  const positions = kernel.reduce((product, dim) => product * dim, 1);
  const order = new Int32Array(channels * inputs * positions);
  let index = 0;
  for (let channel = 0; channel < channels; channel++) {
    const start = channel * inputs * positions;
    for (let input = 0; input < inputs; input++) {
      for (let position = 0; position < positions; position++) order[index++] = start + position * inputs + input;
    }
  }
  return order;
}

/** For matrices: [depth, channels] when `channelAxis` is 1, else [channels, depth]. */
export function matrixOrder([rows = 0, columns = 1]: ConcreteShape, channelAxis: number): ChannelOrder {
  const order = new Int32Array(rows * columns);
  let index = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, index++) order[index] = channelAxis === 1 ? column * rows + row : index;
  }
  return order;
}
