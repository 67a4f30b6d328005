import { NONE } from '../../shared/graph/graph';
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
  const { nodeCount } = connections;
  const isAnchor = new Uint8Array(nodeCount);
  for (let node = 0; node < nodeCount; node++) if (ANCHORS.has(roles[node]!)) isAnchor[node] = 1;
  const claimedBy = new Int32Array(nodeCount).fill(NONE);
  if (scopes === undefined) return { isAnchor, claimedBy };
  const claimants = claimantsOfScopes(connections, roles, scopes, isAnchor);
  for (let node = 0; node < nodeCount; node++) {
    const claimant = connections.isHidden(node) ? NONE : claimants[scopes.scopeOf[node]!]!;
    claimedBy[node] = claimant;
    if (claimant === node) isAnchor[node] = 1;
  }
  return { isAnchor, claimedBy };
}

/**
 * The node that all of a scope belong to, per scope without scopes inside: its only anchor; without one the first node of an expensive activation, be it one
 * operator or several (a Gelu of five nodes). `NONE` for other scopes.
 */
function claimantsOfScopes(connections: Connections, roles: readonly Role[], scopes: NodeScopes, isAnchor: Uint8Array): Int32Array {
  const { tree, scopeOf } = scopes;
  const isLeaf = leafScopes(connections, scopes);
  const first = new Int32Array(tree.size).fill(NONE);
  const anchor = new Int32Array(tree.size).fill(NONE);
  const anchors = new Int32Array(tree.size);
  const isCostly = new Uint8Array(tree.size);
  const hasGate = new Uint8Array(tree.size);
  for (let node = 0; node < scopeOf.length; node++) {
    const scope = scopeOf[node]!;
    if (isLeaf[scope] === 0 || connections.isHidden(node)) continue;
    if (first[scope] === NONE) first[scope] = node;
    if (isAnchor[node] === 1) {
      anchor[scope] = node;
      anchors[scope]!++;
    } else if (roles[node] === 'gate') hasGate[scope] = 1;
    else if (isCostlyActivation(connections.op(node))) isCostly[scope] = 1;
  }
  for (let scope = 0; scope < tree.size; scope++) {
    if (anchors[scope] === 0 && isCostly[scope] === 1 && hasGate[scope] === 0) anchor[scope] = first[scope]!;
    else if (anchors[scope] !== 1) anchor[scope] = NONE;
  }
  return anchor;
}

/** 1 per scope below the root that has visible nodes and no scopes inside that have any. */
function leafScopes(connections: Connections, { tree, scopeOf, root }: NodeScopes): Uint8Array {
  const isLeaf = new Uint8Array(tree.size);
  for (let node = 0; node < scopeOf.length; node++) {
    const scope = scopeOf[node]!;
    if (scope > root && !connections.isHidden(node)) isLeaf[scope] = 1;
  }
  const isUsed = isLeaf.slice();
  for (let scope = tree.size - 1; scope > ROOT_SCOPE; scope--) {
    if (isUsed[scope] === 0) continue;
    const parent = tree.parent(scope);
    isUsed[parent] = 1;
    isLeaf[parent] = 0;
  }
  return isLeaf;
}
