import { GroupTree } from './groupTree';
import type { NodeScopes } from './nodeScopes';
import { ScopeShape } from './scopeShape';
import { ROOT_SCOPE, type ScopeId } from './scopeTree';

/** Two levels of groups, stage and block, are enough unless a block holds more layers than one line can show as cells. */
const USUAL_DEPTH = 2;
const LAYERS_IN_ONE_LINE = 14;

/** Groups made of name scopes, and what each scope became. */
export interface NamedGroups {
  readonly tree: GroupTree;
  /** Group that the nodes of each scope are in, −1 for none. */
  readonly groupOfScope: Int32Array;
  /** Names from below the group at the top (or below the root, without one) down to each scope. */
  readonly pathOfScope: readonly (readonly string[])[];
}

interface Place {
  readonly group: number;
  readonly depth: number;
  /** Layers in the group. */
  readonly layers: number;
  /** Names since the group, for the name of the next one. */
  readonly pending: readonly string[];
  /** Names since the group at the top. */
  readonly path: readonly string[];
}

const OUTSIDE: Place = { group: -1, depth: 0, layers: Number.MAX_SAFE_INTEGER, pending: [], path: [] };

/**
 * Groups from names: scopes with at least two layers, without those that only pass on to a single child or hold nearly everything.
 * @param own how many layers lie directly in each scope
 */
export function groupsFromNames(scopes: NodeScopes, own: Int32Array): NamedGroups {
  const { tree, root } = scopes;
  const shape = new ScopeShape(scopes, own);
  const groups = new GroupTree();
  const places: Place[] = [];
  for (let scope = ROOT_SCOPE; scope < tree.size; scope++) {
    const above = places[tree.parent(scope)];
    places.push(above === undefined || scope <= root ? OUTSIDE : placeOf(scope, above));
  }
  return {
    tree: groups,
    groupOfScope: Int32Array.from(places, place => place.group),
    pathOfScope: places.map(place => place.path),
  };

  function placeOf(scope: ScopeId, above: Place): Place {
    const pending = below(above.pending, scope);
    const path = below(above.path, scope);
    const isGroup = shape.isCandidate(scope) && (above.depth < USUAL_DEPTH || above.layers > LAYERS_IN_ONE_LINE);
    // Written out: most scopes of a large model end here, and a spread takes several times as long.
    if (!isGroup) return { group: above.group, depth: above.depth, layers: above.layers, pending, path };
    const group = groups.add(pending.join('.'), above.group, false);
    return { group, depth: above.depth + 1, layers: shape.totals[scope] ?? 0, pending: [], path: above.group === -1 ? [] : path };
  }

  /** The name of a dissolved scope stays only in front of a number: `layer.0` in `encoder` is `layer.0`, `0` in `features` is `features.0`. */
  function below(names: readonly string[], scope: ScopeId): readonly string[] {
    const name = tree.name(scope);
    const isDropped = shape.isDissolved(tree.parent(scope)) && !/^\d/.test(name);
    return [...(isDropped ? names.slice(0, -1) : names), name];
  }
}
