import type { Dtype } from '../../../shared/graph/dtype';
import { normalizeAxis } from '../axes';
import { tensorFact, type SymbolicShape } from '../fact';
import type { InferOperator } from '../operatorContext';

/** BatchNormalization: further outputs are statistics per channel (training mode, and the five outputs of opset < 14). */
export const inferBatchNormalization: InferOperator = node => {
  const perChannel = tensorFact(node.dtype(3) ?? node.dtype(0), node.shape(3) ?? [node.dim(0, 1)]);
  return [tensorFact(node.dtype(0), node.shape(0)), perChannel, perChannel, perChannel, perChannel];
};

/** LayerNormalization: mean and inverse deviation keep the axes in front and have 1 for the normalized ones. */
export const inferLayerNormalization: InferOperator = node => {
  const shape = node.shape(0);
  const statistics = tensorFact(stashType(node.int('stash_type', 1)), statisticsShape(shape, node.int('axis', -1)));
  return [tensorFact(node.dtype(0), shape), statistics, statistics];
};

export function statisticsShape(shape: SymbolicShape | undefined, axis: number): SymbolicShape | undefined {
  const first = shape === undefined ? undefined : normalizeAxis(axis, shape.length);
  return first === undefined ? undefined : shape?.map((dim, index) => (index >= first ? 1 : dim));
}

function stashType(number: number): Dtype {
  return number === 16 ? 'bfloat16' : 'float32';
}
