import { toNumber } from '../cost/costContext';
import { onnxAttentionSizes } from '../shapes/operators/attentionOperators';
import type { OperatorContext } from '../shapes/operatorContext';

const FLOAT_BYTES = 4;

/**
 * Sizes in bytes of what a kernel takes for itself while it runs, of the kernels for which that is as large as their tensors: scores of an attention;
 * gates of all steps of a recurrence, with a reversed copy of the input for the backward direction. After measured peaks of onnxruntime 1.32. NaN when
 * a size is not known.
 */
export function kernelWorkspace(node: OperatorContext): readonly number[] {
  switch (node.op) {
    case 'LSTM':
      return recurrentWorkspace(node, 4);
    case 'GRU':
      return recurrentWorkspace(node, 3);
    case 'Attention':
      return node.domain === '' ? [attentionScores(node)] : [];
    default:
      return [];
  }
}

function attentionScores(node: OperatorContext): number {
  const sizes = onnxAttentionSizes(node);
  if (sizes === undefined) return Number.NaN;
  const { batch, queryHeads, queryLength, totalLength } = sizes;
  return toNumber(batch) * toNumber(queryHeads) * toNumber(queryLength) * toNumber(totalLength) * FLOAT_BYTES;
}

function recurrentWorkspace(node: OperatorContext, gates: number): readonly number[] {
  const direction = node.text('direction', 'forward');
  const positions = toNumber(node.dim(0, 0)) * toNumber(node.dim(0, 1));
  const allGates = positions * gates * toNumber(node.int('hidden_size') ?? node.dim(2, 2)) * FLOAT_BYTES;
  const reversedInput = positions * toNumber(node.dim(0, 2)) * FLOAT_BYTES;
  if (direction === 'bidirectional') return [allGates, allGates, reversedInput];
  return direction === 'reverse' ? [allGates, reversedInput] : [allGates];
}
