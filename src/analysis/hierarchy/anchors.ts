import { NONE, type NodeId } from '../../shared/graph/graph';
import type { Connections } from './connections';
import type { NodeScopes } from './nodeScopes';
import { isCostlyActivation } from './operatorKinds';
import type { Role } from './roles';
import { ROOT_SCOPE } from './scopeTree';

/** Where layers form. */
export interface Anchors {
  /** 1 per anchor node. */
  readonly isAnchor: Uint8Array;
  /** The anchor that a node belongs to because both are all there is in their scope; −1 where the connections decide. */
  readonly claimedBy: Int32Array;
}

const ANCHORS: ReadonlySet<Role> = new Set(['weighted', 'product', 'norm', 'softmax', 'work']);

/** Nodes that do real work; with names also activations that run by themselves in a scope of their own. */
export function findAnchors(connections: Connections, roles: readonly Role[], scopes: NodeScopes | undefined): Anchors {
  const isAnchor = Uint8Array.from(roles, role => Number(ANCHORS.has(role)));
  const claimedBy = new Int32Array(connections.nodeCount).fill(NONE);
  if (scopes === undefined) return { isAnchor, claimedBy };
  for (const nodes of leafScopes(connections, scopes)) {
    const anchors = nodes.reduce((count, node) => count + isAnchor[node]!, 0);
    const anchor = anchors > 0 ? nodes.find(node => isAnchor[node] === 1) : firstOfActivation(connections, roles, nodes);
    if (anchor === undefined || anchors > 1) continue;
    isAnchor[anchor] = 1;
    for (const node of nodes) claimedBy[node] = anchor;
  }
  return { isAnchor, claimedBy };
}

/** First node of an expensive activation, be it one operator or several (a Gelu of five nodes). */
function firstOfActivation(connections: Connections, roles: readonly Role[], nodes: readonly NodeId[]): NodeId | undefined {
  const isActivation = nodes.every(node => roles[node] === 'helper') && nodes.some(node => isCostlyActivation(connections.op(node)));
  return isActivation ? nodes[0] : undefined;
}

/** Visible nodes of each scope that has no scopes inside, in file order. */
function leafScopes(connections: Connections, { tree, scopeOf, root }: NodeScopes): readonly (readonly NodeId[])[] {
  const isUsed = new Uint8Array(tree.size);
  const hasInner = new Uint8Array(tree.size);
  scopeOf.forEach((scope, node) => {
    if (!connections.isHidden(node) && scope > root) isUsed[scope] = 1;
  });
  for (let scope = tree.size - 1; scope > ROOT_SCOPE; scope--) {
    if (isUsed[scope] === 1 || hasInner[scope] === 1) hasInner[tree.parent(scope)] = 1;
  }
  const members = new Array<NodeId[] | undefined>(tree.size).fill(undefined);
  scopeOf.forEach((scope, node) => {
    if (isUsed[scope] === 1 && hasInner[scope] === 0 && !connections.isHidden(node)) (members[scope] ??= []).push(node);
  });
  return members.filter(nodes => nodes !== undefined);
}
