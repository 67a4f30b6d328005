import type { Graph, Subgraph } from './graph';
import { outermostScope } from './traversal';

/** True for functions and for bodies of control flow inside them, which exist once per call. */
export function isInsideFunction(graph: Graph, subgraph: Subgraph): boolean {
  return outermostScope(graph, subgraph).kind === 'function';
}
