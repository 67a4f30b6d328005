import { appendTo } from '../base/appendTo';
import { MAIN_GRAPH, type Graph, type SubgraphId, type TensorId } from './graph';

/** What belongs to each scope, for work that goes from scope to scope: looking through the whole graph for each costs the square of their number. */
export interface ScopeIndex {
  /** Bodies of the nodes of a scope, in order. */
  bodiesIn(scope: SubgraphId): readonly SubgraphId[];
  /** Initializers that a scope itself holds, in order. */
  initializersOf(scope: SubgraphId): readonly TensorId[];
}

const indexes = new WeakMap<Graph, ScopeIndex>();

/** Made when it is first asked for. */
export function scopeIndex(graph: Graph): ScopeIndex {
  const known = indexes.get(graph) ?? makeIndex(graph);
  indexes.set(graph, known);
  return known;
}

function makeIndex({ subgraphs, tensors }: Graph): ScopeIndex {
  const bodies = new Map<SubgraphId, SubgraphId[]>();
  const initializers = new Map<SubgraphId, TensorId[]>();
  for (const { id, kind, parent } of subgraphs) if (kind === 'body') appendTo(bodies, parent, id);
  tensors.isInitializer.forEach((isInitializer, tensor) => {
    if (isInitializer === 1) appendTo(initializers, tensors.subgraphs[tensor] ?? MAIN_GRAPH, tensor);
  });
  return { bodiesIn: scope => bodies.get(scope) ?? [], initializersOf: scope => initializers.get(scope) ?? [] };
}
