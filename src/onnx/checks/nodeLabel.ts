import type { Graph, NodeId } from '../../shared/graph/graph';
import { nodePath } from '../../shared/graph/traversal';

/** What a problem calls a node: its name, or its operator and position. */
export function nodeLabel(graph: Graph, node: NodeId): string {
  const name = graph.nodes.names[node] ?? '';
  return name === '' ? `${graph.nodes.ops[node] ?? ''} #${nodePath(graph, node)}` : name;
}
