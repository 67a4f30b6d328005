import type { Dtype } from '../shared/graph/dtype';
import { NONE, type Graph, type NodeId, type TensorId } from '../shared/graph/graph';
import { nodeInput, nodeOutput, producerOf } from '../shared/graph/traversal';
import type { Analysis } from '../shared/report/analysis';

/**
 * The type that a node computes in: of what a contraction multiplies, else of its result; `undefined` where it is not known. A contraction between
 * DequantizeLinear nodes (QDQ form) is meant to multiply what they read.
 */
export function nodeDtype(graph: Graph, { tensors, columns }: Analysis, node: NodeId): Dtype | undefined {
  const typeOf = (tensor: TensorId): Dtype | undefined => (tensor === NONE ? undefined : tensors[tensor]?.dtype);
  const isContraction = (columns.find(({ id }) => id === 'macs')?.values[node] ?? 0) > 0;
  const result = typeOf(nodeOutput(graph, node, 0));
  if (!isContraction) return result;
  const [activation, weight] = [dequantized(graph, nodeInput(graph, node, 0)), dequantized(graph, nodeInput(graph, node, 1))];
  return typeOf(activation !== NONE && weight !== NONE ? activation : nodeInput(graph, node, 0)) ?? result;
}

/** What the DequantizeLinear behind a tensor reads, `NONE` where there is none. */
function dequantized(graph: Graph, tensor: TensorId): TensorId {
  const producer = producerOf(graph, tensor);
  return producer !== NONE && graph.nodes.ops[producer] === 'DequantizeLinear' ? nodeInput(graph, producer, 0) : NONE;
}
