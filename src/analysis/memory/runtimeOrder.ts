import { NONE, type Graph, type NodeId } from '../../shared/graph/graph';
import { mainGraph } from '../../shared/graph/traversal';
import type { Readers } from './readers';

/**
 * Main-graph nodes in the order in which onnxruntime runs them: depth first from the ends of the graph, of a node's makers the one with the largest id
 * first (`Graph::ReverseDFSFrom` in `core/graph/graph.cc`). Constants are no nodes there.
 */
export function runtimeOrder(graph: Graph, readers: Readers): readonly NodeId[] {
  const { nodeCount } = mainGraph(graph);
  const order: NodeId[] = [];
  const visited = new Uint8Array(nodeCount);
  const stack: { readonly node: NodeId; readonly isLeaving: boolean }[] = [];
  for (let node = 0; node < nodeCount; node++) if (isLeaf(graph, readers, node)) stack.push({ node, isLeaving: false });
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const { node, isLeaving } = entry;
    if (isLeaving) order.push(node);
    else if (visited[node] === 0) {
      visited[node] = 1;
      stack.push({ node, isLeaving: true });
      for (const maker of readers.makersOf(node)) if (visited[maker] === 0) stack.push({ node: maker, isLeaving: false });
    }
  }
  return order;
}

function isLeaf(graph: Graph, readers: Readers, node: NodeId): boolean {
  if (graph.nodes.ops[node] === 'Constant') return false;
  const { outputStart, outputs } = graph.nodes;
  for (let slot = outputStart[node] ?? 0; slot < (outputStart[node + 1] ?? 0); slot++) {
    const tensor = outputs[slot] ?? NONE;
    if (tensor !== NONE && readers.count(tensor) > 0) return false;
  }
  return true;
}
