import type { Graph } from '../../shared/graph/graph';
import type { Connections } from './connections';
import { layersFromNames, type GroupedLayers } from './namedLayers';
import { readScopes } from './nodeScopes';
import type { Role } from './roles';

/** Share of visible nodes that must have a scope for groups to be made of names. */
const SCOPED_SHARE = 0.6;

interface KnownLayers {
  readonly roles: readonly Role[];
  readonly layers: GroupedLayers | undefined;
}

const known = new WeakMap<Graph, KnownLayers>();

/**
 * Layers as the names of most nodes tell them, `undefined` where they do not. Kept with the graph: sizes change them only through the roles of nodes, which
 * are mostly the same before and after inference.
 */
export function layersOfNames(connections: Connections, roles: readonly Role[]): GroupedLayers | undefined {
  const { graph } = connections;
  const before = known.get(graph);
  if (before?.roles.every((role, node) => role === roles[node]) === true) return before.layers;
  const scopes = readScopes(connections, roles);
  const layers = scopes.coverage >= SCOPED_SHARE ? layersFromNames(connections, roles, scopes) : undefined;
  known.set(graph, { roles, layers });
  return layers;
}
