import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { nodeInput, producerOf } from '../../shared/graph/traversal';

/** Kernels that compute in floating point where a quantized layer would not. */
const FLOAT_KERNELS = new Set(['Conv', 'FusedConv', 'Gemm', 'FusedGemm', 'MatMul', 'FusedMatMul']);
/** Kernels between a DequantizeLinear and its reader that only move values. */
const MOVES = new Set(['ReorderInput', 'ReorderOutput', 'Reshape', 'Transpose', 'Flatten', 'Squeeze', 'Unsqueeze']);
const DEQUANTIZE = 'DequantizeLinear';

/**
 * Layers of an optimized graph that were meant to run in integers and do not: they still read a dequantized weight.
 * @param optimized what the runtime made of the variant, at the level at which it runs
 */
export function floatLeftovers(optimized: Graph): readonly NodeId[] {
  return optimized.nodes.ops.flatMap((op, node) => {
    if (!FLOAT_KERNELS.has(op)) return [];
    return comesFromIntegers(optimized, nodeInput(optimized, node, 1)) ? [node] : [];
  });
}

function comesFromIntegers(graph: Graph, tensor: TensorId): boolean {
  const seen = new Set<TensorId>();
  for (let next = tensor; next !== NONE && !seen.has(next);) {
    seen.add(next);
    const producer = producerOf(graph, next);
    const op = producer === NONE ? '' : (graph.nodes.ops[producer] ?? '');
    if (op === DEQUANTIZE) return true;
    if (!MOVES.has(op)) return false;
    next = nodeInput(graph, producer, 0);
  }
  return false;
}
