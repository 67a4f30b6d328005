import { Bodies } from './bodies';
import { calledFunction, functionsOf } from './functions';
import type { Graph, NodeId, Subgraph, SubgraphId } from './graph';

/** Model-local functions that nodes call: themselves, in their bodies, and through other functions. */
export function calledFunctions(graph: Graph, nodes: readonly NodeId[], bodies = new Bodies(graph)): ReadonlySet<SubgraphId> {
  const functions = functionsOf(graph);
  const called = new Set<SubgraphId>();
  if (functions.size === 0) return called;
  const pending = [...nodes];
  const addNodes = (scope: Subgraph | undefined): void => {
    if (scope === undefined) return;
    const { firstNode, nodeCount } = scope;
    for (let node = firstNode; node < firstNode + nodeCount; node++) pending.push(node);
  };
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (const body of bodies.of({ kind: 'kept', node })) addNodes(graph.subgraphs[body]);
    const callee = calledFunction(graph, functions, node);
    if (callee === undefined || called.has(callee.id)) continue;
    called.add(callee.id);
    addNodes(callee);
  }
  return called;
}
