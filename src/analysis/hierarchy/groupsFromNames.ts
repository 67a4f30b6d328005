import { NONE } from '../../shared/graph/graph';
import { GroupTree } from './groupTree';
import type { NodeScopes } from './nodeScopes';
import { ScopeShape } from './scopeShape';
import { ScopePaths } from './scopePaths';
import type { ScopeId } from './scopeTree';

/** Two levels of groups, stage and block, are enough unless a block holds more layers than one line can show as cells. */
const USUAL_DEPTH = 2;
const LAYERS_IN_ONE_LINE = 14;

/** Groups made of name scopes, and what each scope became. */
export interface NamedGroups {
  readonly tree: GroupTree;
  /** Group that the nodes of each scope are in, −1 for none. */
  readonly groupOfScope: Int32Array;
  /** Names from below the group at the top (or below the root, without one) down to a scope. */
  pathOfScope(scope: ScopeId): readonly string[];
}

/**
 * Groups from names: scopes with at least two layers, without those that only pass on to a single child or hold nearly everything.
 * @param own how many layers lie directly in each scope
 */
export function groupsFromNames(scopes: NodeScopes, own: Int32Array): NamedGroups {
  const { tree, root } = scopes;
  const shape = new ScopeShape(scopes, own);
  const groups = new GroupTree();
  const groupOfScope = new Int32Array(tree.size).fill(NONE);
  const depth = new Int32Array(tree.size);
  /** Layers in the group that a scope is in. */
  const layersAround = new Float64Array(tree.size).fill(Infinity);
  /** Names since the group, for the name of the next one, and names since the group at the top. */
  const pending = new ScopePaths(tree);
  const paths = new ScopePaths(tree);
  for (let scope = root + 1; scope < tree.size; scope++) {
    const above = tree.parent(scope);
    const dropsAbove = shape.standsAlone(scope);
    pending.extend(scope, dropsAbove);
    paths.extend(scope, dropsAbove);
    groupOfScope[scope] = groupOfScope[above]!;
    depth[scope] = depth[above]!;
    layersAround[scope] = layersAround[above]!;
    if (!shape.isCandidate(scope) || (depth[above]! >= USUAL_DEPTH && layersAround[above]! <= LAYERS_IN_ONE_LINE)) continue;
    groupOfScope[scope] = groups.add(pending.of(scope).join('.'), groupOfScope[above]!, false);
    depth[scope]!++;
    layersAround[scope] = shape.totals[scope]!;
    pending.clear(scope);
    if (groupOfScope[above] === NONE) paths.clear(scope);
  }
  return { tree: groups, groupOfScope, pathOfScope: scope => paths.of(scope) };
}
