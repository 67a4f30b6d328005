import type { LinearLayer } from '../../shared/graph/linearLayer';
import { chooseScales, quantizeRows } from './quantizedWeight';
import type { WeightRange } from './weightRange';

/** A weight [depth, channels] where `channelAxis` is 1, else [channels, depth]. */
interface Matrix extends Pick<LinearLayer, 'channels' | 'channelAxis'> {
  readonly values: Float32Array;
  readonly depth: number;
}

/** Few, so that beside a large weight and its integers next to nothing is in memory. */
const CHANNELS_AT_ONCE = 64;

/** A weight in integers with a scale per output channel, always as [depth, channels]. */
export function quantizeByChannel(matrix: Matrix, range: WeightRange): { readonly values: Int8Array; readonly scales: Float32Array } {
  const { channels, depth } = matrix;
  const values = new Int8Array(channels * depth);
  const scales = new Float32Array(channels);
  for (let first = 0; first < channels; first += CHANNELS_AT_ONCE) {
    const count = Math.min(CHANNELS_AT_ONCE, channels - first);
    const rows = rowsOf(matrix, first, count);
    const own = chooseScales(rows, count, range);
    const quantized = quantizeRows(rows, own, range);
    scales.set(own, first);
    for (let k = 0; k < depth; k++) for (let row = 0; row < count; row++) values[k * channels + first + row] = quantized[row * depth + k]!;
  }
  return { values, scales };
}

/** [count, depth]: the weights of some channels, each side by side. */
function rowsOf({ values, channels, depth, channelAxis }: Matrix, first: number, count: number): Float32Array {
  if (channelAxis === 0) return values.subarray(first * depth, (first + count) * depth);
  const rows = new Float32Array(count * depth);
  for (let k = 0; k < depth; k++) for (let row = 0; row < count; row++) rows[row * depth + k] = values[k * channels + first + row]!;
  return rows;
}
