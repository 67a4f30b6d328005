import type { Graph, NodeId } from './graph';
import { nodePath } from './traversal';

/** What a node is called in a message: its name, or its operator and path id. */
export function nodeLabel(graph: Graph, node: NodeId): string {
  const name = graph.nodes.names[node] ?? '';
  return name === '' ? `${graph.nodes.ops[node] ?? ''} #${nodePath(graph, node)}` : name;
}
