import type { Graph, NodeId } from '../shared/graph/graph';
import { nodeLabel } from '../shared/graph/nodeLabel';
import { operatorName } from './operatorName';

/** `fc1 (Gemm)`, or `Gemm #14` for a node without a name. */
export function operatorAt(graph: Graph, node: NodeId): string {
  const label = nodeLabel(graph, node);
  return graph.nodes.names[node] === '' ? label : `${label} (${operatorName(graph, node)})`;
}
