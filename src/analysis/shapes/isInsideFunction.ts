import { MAIN_GRAPH, type Graph, type Subgraph } from '../../shared/graph/graph';

/** True for functions and for bodies of control flow inside them, which exist once per call. */
export function isInsideFunction(graph: Graph, subgraph: Subgraph): boolean {
  for (let scope: Subgraph | undefined = subgraph; scope !== undefined && scope.id !== MAIN_GRAPH;) {
    if (scope.kind === 'function') return true;
    scope = graph.subgraphs[scope.parent];
  }
  return false;
}
