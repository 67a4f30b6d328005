import { DistanceSum } from '../../analysis/difference/distanceSum';
import type { Graph, NodeId } from '../../shared/graph/graph';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { QuantizationPreview, RoundingError } from '../../shared/report/quantizationPreview';
import type { PassInput } from '../pass';
import { dequantize, type BlockFormat } from './blockwise/blockGrid';
import { quantizeMatrix } from './blockwise/quantizeMatrix';
import { targetRows } from './blockwise/targetRows';
import { weightTargetOf } from './blockwise/weightTargets';
import { chooseScales, quantizeRows } from './quantizedWeight';

/** The default of `quantize-weights` without data. */
const BLOCKS: BlockFormat = { bits: 4, block: 32, isSymmetric: false };

/**
 * What the weight of a layer loses in 8 bits, symmetric with a scale per row as `quantize-static` stores it, and in 4 bits, in blocks as
 * `quantize-weights` does. Throws `not-applicable` for a node without a weight of floats that could be quantized.
 */
export async function previewQuantization(input: Pick<PassInput, 'readerOf'>, graph: Graph, node: NodeId): Promise<QuantizationPreview> {
  const target = weightTargetOf(graph, node);
  if (target === undefined) throw new LayerwiseError('not-applicable', 'This layer has no weight that passes store in fewer bits.');
  if (typeof target === 'string') throw new LayerwiseError('not-applicable', `No preview: ${target}.`);
  const { rows, depth, kind } = target;
  const weights = await targetRows(input, graph, target);
  if (!weights.every(Number.isFinite)) throw new LayerwiseError('not-applicable', 'No preview: its weight holds NaN or infinity.');
  const rowKind = kind === 'embedding' ? 'entry' : 'channel';
  const scales = chooseScales(weights, rows, 'full');
  const levels = quantizeRows(weights, scales, 'full');
  const eight = Float32Array.from(levels, (level, index) => level * scales[Math.floor(index / depth)]!);
  const four = dequantize(quantizeMatrix(weights, rows, depth, BLOCKS, 'rtn', undefined), BLOCKS);
  return {
    rowKind,
    errors: [
      { bits: 8, method: `symmetric, a scale per ${rowKind}, to nearest`, ...errorOf(weights, eight, rows) },
      { bits: 4, method: `blocks of ${BLOCKS.block}, a scale and zero-point each, to nearest`, ...errorOf(weights, four, rows) },
    ],
  };
}

/** Of [rows, depth] against the values that they were. */
function errorOf(weights: Float32Array, rounded: Float32Array, rows: number): Omit<RoundingError, 'bits' | 'method'> {
  const depth = weights.length / rows;
  const ofRows = Array.from({ length: rows }, (_, row) => {
    const [from, to] = [row * depth, (row + 1) * depth];
    return distanceOf(weights.subarray(from, to), rounded.subarray(from, to));
  });
  return {
    ...distanceOf(weights, rounded),
    rowDb: Float32Array.from(ofRows, ({ sqnrDb }) => sqnrDb),
    rowMaxAbs: Float32Array.from(ofRows, ({ maxAbs }) => maxAbs),
  };
}

function distanceOf(weights: Float32Array, rounded: Float32Array): Pick<RoundingError, 'sqnrDb' | 'maxAbs'> {
  const sum = new DistanceSum();
  sum.add(weights, rounded);
  const { signal, noise, maxAbs } = sum.sums;
  return { sqnrDb: 10 * Math.log10(signal / noise), maxAbs };
}
