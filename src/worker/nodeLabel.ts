import type { Graph, NodeId } from '../shared/graph/graph';

/** What a node is called in a message: its name, or its position and operator. */
export function nodeLabel({ nodes }: Graph, node: NodeId): string {
  const name = nodes.names[node] ?? '';
  return name === '' ? `${node} (${nodes.ops[node] ?? ''})` : name;
}
