import type { Dtype } from '../shared/graph/dtype';
import { NONE, type Graph, type NodeId, type TensorId } from '../shared/graph/graph';
import { nodeInput, nodeOutput } from '../shared/graph/traversal';
import type { Analysis } from '../shared/report/analysis';

/** The type that a node computes in: of what a contraction multiplies, else of its result; `undefined` where it is not known. */
export function nodeDtype(graph: Graph, { tensors, columns }: Analysis, node: NodeId): Dtype | undefined {
  const typeOf = (tensor: TensorId): Dtype | undefined => (tensor === NONE ? undefined : tensors[tensor]?.dtype);
  const isContraction = (columns.find(({ id }) => id === 'macs')?.values[node] ?? 0) > 0;
  const result = typeOf(nodeOutput(graph, node, 0));
  return isContraction ? (typeOf(nodeInput(graph, node, 0)) ?? result) : result;
}
