import type { Graph } from '../../../shared/graph/graph';
import { productFactor } from '../../../shared/graph/linearLayer';
import type { PassInput } from '../../pass';
import { readFloats } from '../../readFloats';
import { transposeMatrix } from '../../transposeMatrix';
import type { WeightTarget } from './weightTargets';

/** The weight with the sum of an output side by side, a Gemm's alpha worked in: [rows, depth]. Throws what reading throws. */
export async function targetRows(
  input: Pick<PassInput, 'readerOf'>,
  graph: Graph,
  { weight, rows, depth, layer }: WeightTarget,
): Promise<Float32Array> {
  const values = await readFloats(input, graph, weight);
  const isTurned = layer !== undefined && layer.op !== 'Conv' && layer.channelAxis === 1;
  const ordered = isTurned ? transposeMatrix(values, depth, rows) : values;
  const alpha = layer === undefined ? 1 : productFactor(graph, layer);
  return alpha === 1 ? ordered : ordered.map(value => value * alpha);
}
