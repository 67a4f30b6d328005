import { onlyReader } from '../../shared/graph/constants';
import { NONE, type Graph, type TensorId } from '../../shared/graph/graph';

/** Whether one node alone reads a stored tensor. */
export function isOwnWeight(graph: Graph, tensor: TensorId): boolean {
  return onlyReader(graph, tensor) !== NONE && graph.tensors.isInitializer[tensor] === 1;
}
