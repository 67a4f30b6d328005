import { calledFunction, functionsOf } from '../shared/graph/functions';
import type { Graph, NodeId } from '../shared/graph/graph';

/** Those of the first `count` nodes of a graph that call a model-local function. */
export function functionCalls(graph: Graph, count: number): readonly NodeId[] {
  const functions = functionsOf(graph);
  if (functions.size === 0) return [];
  const nodes = Array.from({ length: count }, (_, node) => node);
  return nodes.filter(node => calledFunction(graph, functions, node) !== undefined);
}
