import type { LinearLayer } from '../../shared/graph/linearLayer';
import { ChannelRows } from './channelRows';
import { chooseScales, quantizeRows } from './quantizedWeight';
import type { WeightRange } from './weightRange';

/** A weight [depth, channels] where `channelAxis` is 1, else [channels, depth]. */
interface Matrix extends Pick<LinearLayer, 'channels' | 'channelAxis'> {
  readonly values: Float32Array;
  readonly depth: number;
}

/** A weight in integers with a scale per output channel, always as [depth, channels]. */
export function quantizeByChannel(matrix: Matrix, range: WeightRange): { readonly values: Int8Array; readonly scales: Float32Array } {
  const { channels, channelAxis, depth } = matrix;
  const values = new Int8Array(channels * depth);
  const scales = new Float32Array(channels);
  const made = ChannelRows.ofMatrix([depth, channels], 1);
  const given = ChannelRows.ofMatrix(channelAxis === 1 ? [depth, channels] : [channels, depth], channelAxis);
  for (const part of given.parts()) {
    const rows = given.read(matrix.values, part);
    const own = chooseScales(rows, part.count, range);
    scales.set(own, part.first);
    made.write(quantizeRows(rows, own, range), part, values);
  }
  return { values, scales };
}
