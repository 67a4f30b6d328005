import type { Graph } from '../../shared/graph/graph';
import type { Connections } from './connections';
import { layersFromNames, type GroupedLayers } from './namedLayers';
import { readScopes } from './nodeScopes';
import type { Role } from './roles';

/** Share of visible nodes that must have a scope for groups to be made of names. */
const SCOPED_SHARE = 0.6;

interface KnownLayers {
  readonly isWished: boolean;
  readonly roles: readonly Role[];
  readonly layers: GroupedLayers | undefined;
}

const known = new WeakMap<Graph, KnownLayers>();

/**
 * Layers as the names of most nodes tell them, with `isWished` of any node; `undefined` where they do not. Kept with the graph: sizes change them only through the roles of nodes, which
 * are mostly the same before and after inference.
 */
export function layersOfNames(connections: Connections, roles: readonly Role[], isWished = false): GroupedLayers | undefined {
  const { graph } = connections;
  const before = known.get(graph);
  if (before?.isWished === isWished && before.roles.every((role, node) => role === roles[node])) return before.layers;
  const scopes = readScopes(connections, roles);
  const layers = isEnough(scopes.coverage, isWished) ? layersFromNames(connections, roles, scopes) : undefined;
  known.set(graph, { isWished, roles, layers });
  return layers;
}

function isEnough(coverage: number, isWished: boolean): boolean {
  return isWished ? coverage > 0 : coverage >= SCOPED_SHARE;
}
