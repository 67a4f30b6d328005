import { NONE, type Graph, type NodeId, type Subgraph } from '../../shared/graph/graph';
import { nodeInputs } from '../../shared/graph/traversal';

/** Nodes of a scope so that makers come before readers: file order where the file keeps to that rule, as it must. Nodes on a cycle come last. */
export function topologicalOrder(graph: Graph, scope: Subgraph): readonly NodeId[] {
  const nodes = Array.from({ length: scope.nodeCount }, (_, index) => scope.firstNode + index);
  if (isInOrder(graph, scope)) return nodes;
  const makers = (node: NodeId): readonly NodeId[] => makersInScope(graph, scope, node);
  const ordered: NodeId[] = [];
  const state = new Map<NodeId, 'entered' | 'done'>();
  for (const root of nodes) {
    const stack = [root];
    while (stack.length > 0) {
      const node = stack[stack.length - 1] ?? root;
      const next = state.has(node) ? undefined : makers(node).filter(maker => !state.has(maker));
      if (!state.has(node)) state.set(node, 'entered');
      if (next !== undefined && next.length > 0) {
        for (const maker of next) stack.push(maker);
      } else {
        stack.pop();
        if (state.get(node) !== 'done') ordered.push(node);
        state.set(node, 'done');
      }
    }
  }
  return ordered;
}

/** Whether every node comes behind the makers of what it reads. */
function isInOrder(graph: Graph, scope: Subgraph): boolean {
  const { inputStart, inputs } = graph.nodes;
  const end = scope.firstNode + scope.nodeCount;
  for (let node = scope.firstNode; node < end; node++) {
    for (let slot = inputStart[node] ?? 0; slot < (inputStart[node + 1] ?? 0); slot++) {
      const tensor = inputs[slot] ?? NONE;
      const maker = tensor === NONE ? NONE : (graph.tensors.producers[tensor] ?? NONE);
      if (maker >= node && maker < end) return false;
    }
  }
  return true;
}

function makersInScope(graph: Graph, scope: Subgraph, node: NodeId): readonly NodeId[] {
  const makers: NodeId[] = [];
  for (const tensor of nodeInputs(graph, node)) {
    const maker = tensor === NONE ? NONE : (graph.tensors.producers[tensor] ?? NONE);
    if (maker >= scope.firstNode && maker < scope.firstNode + scope.nodeCount) makers.push(maker);
  }
  return makers;
}
