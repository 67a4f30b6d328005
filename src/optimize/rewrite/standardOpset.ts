import type { Graph } from '../../shared/graph/graph';

/** Version of the standard operators that a model was written for. */
export function standardOpset(graph: Graph): number {
  return graph.facts.opsets.get('') ?? 1;
}
