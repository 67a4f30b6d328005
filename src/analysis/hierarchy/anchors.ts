import { NONE, type NodeId } from '../../shared/graph/graph';
import type { Connections } from './connections';
import type { NodeScopes } from './nodeScopes';
import { isCostlyActivation } from './operatorKinds';
import type { Role } from './roles';

const ANCHORS: ReadonlySet<Role> = new Set(['weighted', 'product', 'norm', 'softmax', 'work']);

/** 1 for each node that a layer forms around: real work, and activations that run by themselves in a scope of their own. */
export function findAnchors(connections: Connections, roles: readonly Role[], scopes: NodeScopes | undefined): Uint8Array {
  const isAnchor = Uint8Array.from(roles, role => Number(ANCHORS.has(role)));
  for (const node of scopes === undefined ? [] : firstOfActivations(connections, scopes, isAnchor)) isAnchor[node] = 1;
  return isAnchor;
}

/** First nodes of scopes that hold an expensive activation (a Gelu of five nodes) and no other layer. */
function firstOfActivations(connections: Connections, { scopeOf, root }: NodeScopes, isAnchor: Uint8Array): readonly NodeId[] {
  const first = new Map<number, NodeId>();
  const costly = new Set<number>();
  const taken = new Set<number>();
  for (let node = 0; node < connections.nodeCount; node++) {
    const scope = scopeOf[node] ?? NONE;
    if (connections.isHidden(node) || scope <= root) continue;
    if (isAnchor[node] === 1) taken.add(scope);
    if (isCostlyActivation(connections.op(node))) costly.add(scope);
    if (!first.has(scope)) first.set(scope, node);
  }
  return [...first].flatMap(([scope, node]) => (costly.has(scope) && !taken.has(scope) ? [node] : []));
}
