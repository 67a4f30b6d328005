import { NONE, type NodeId } from '../../shared/graph/graph';
import { findAnchors } from './anchors';
import type { Connections } from './connections';
import { groupsFromNames, type NamedGroups } from './groupsFromNames';
import { layerLabel } from './layerLabels';
import { nameLayers } from './layerNames';
import { joinSatellites } from './layers';
import { findMaskLayers } from './masks';
import { groupLooseLayers } from './looseLayers';
import type { NodeScopes } from './nodeScopes';
import type { Role } from './roles';
import type { GroupTree } from './groupTree';

/** Layers with groups and names. */
export interface GroupedLayers {
  readonly tree: GroupTree;
  /** Anchor per main-graph node, −1 for hidden ones. */
  readonly layerOf: Int32Array;
  /** Group per main-graph node that is an anchor. */
  readonly groupOf: Int32Array;
  readonly names: readonly string[];
}

/** Groups, layers and names as the exporter's scopes give them. */
export function layersFromNames(connections: Connections, roles: readonly Role[], scopes: NodeScopes): GroupedLayers {
  const anchors = findAnchors(connections, roles, scopes);
  const own = anchorsPerScope(scopes, anchors.isAnchor);
  const groups = groupsFromNames(scopes, own);
  const groupOf = scopes.scopeOf.map(scope => groups.groupOfScope[scope] ?? NONE);
  const layerOf = joinSatellites(connections, anchors, (node, anchor) =>
    groups.tree.isInside(groupOf[anchor] ?? NONE, groupOf[node] ?? NONE),
  );
  const anchorNodes = Array.from(layerOf.keys()).filter(node => layerOf[node] === node);
  const masks = findMaskLayers(connections, layerOf);
  const labelOf = (node: NodeId): string =>
    masks.has(node) ? 'mask' : layerLabel(connections, roles, node, scopes.tree.name(scopes.scopeOf[node] ?? 0));
  const pathOf = (node: NodeId): readonly string[] => layerPath(scopes, groups, own, node, labelOf);
  const places = anchorNodes.map(anchor => ({
    anchor,
    stage: groups.tree.groups[groups.tree.top(groupOf[anchor] ?? NONE)]?.name ?? '',
    path: pathOf(anchor),
  }));
  const names = nameLayers(places, connections.nodeCount);
  groupLooseLayers(anchorNodes, masks, groupOf, groups.tree);
  return { tree: groups.tree, layerOf, groupOf, names };
}

/** Names below the stage, with a label at the end where the scope alone does not tell the layer from others. */
function layerPath(
  { tree, scopeOf }: NodeScopes,
  groups: NamedGroups,
  own: Int32Array,
  node: NodeId,
  labelOf: (node: NodeId) => string,
): readonly string[] {
  const scope = scopeOf[node] ?? 0;
  const path = groups.pathOfScope(scope);
  const isGroup = groups.groupOfScope[scope] !== groups.groupOfScope[tree.parent(scope)];
  return path.length > 0 && own[scope] === 1 && !isGroup ? path : [...path, labelOf(node)];
}

function anchorsPerScope({ tree, scopeOf }: NodeScopes, isAnchor: Uint8Array): Int32Array {
  const own = new Int32Array(tree.size);
  for (let node = 0; node < isAnchor.length; node++) if (isAnchor[node] === 1) own[scopeOf[node]!]!++;
  return own;
}
