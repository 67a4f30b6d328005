import type { Graph } from '../../shared/graph/graph';
import type { Hierarchy } from '../../shared/report/analysis';
import { findAnchors } from './anchors';
import { Connections } from './connections';
import { GroupTree } from './groupTree';
import { groupsFromNames } from './groupsFromNames';
import { findHiddenNodes } from './hiddenNodes';
import type { HierarchyFacts } from './hierarchyFacts';
import { layerLabel } from './layerLabels';
import { nameLayers, type LayerPlace } from './layerNames';
import { joinSatellites } from './layers';
import { groupLooseLayers } from './looseLayers';
import { readScopes, type NodeScopes } from './nodeScopes';
import { findRoles, type Role } from './roles';

/** Share of visible nodes that must have a scope for groups to be made of names. */
const SCOPED_SHARE = 0.6;

/**
 * Groups, layers and their names (design spec 4.16): from the exporter's names if most nodes have one, else from the structure, else none.
 * Linear in nodes and connections; reads no weights.
 */
export function buildHierarchy(graph: Graph, facts: HierarchyFacts): Hierarchy {
  const connections = new Connections(graph, findHiddenNodes(graph, facts));
  const roles = findRoles(connections, facts);
  const scopes = readScopes(connections);
  return hierarchyFromNames(connections, roles, scopes);
}

function hierarchyFromNames(connections: Connections, roles: readonly Role[], scopes: NodeScopes): Hierarchy {
  const isAnchor = findAnchors(connections, roles, scopes);
  const own = countPerScope(scopes, isAnchor);
  const { tree, groupOfScope, pathOfScope } = groupsFromNames(scopes, own);
  const groupOfNode = scopes.scopeOf.map(scope => groupOfScope[scope] ?? -1);
  const { layerOf } = joinSatellites(connections, isAnchor, (node, anchor) => tree.isInside(groupOfNode[anchor] ?? -1, groupOfNode[node] ?? -1));
  const places: LayerPlace[] = [];
  layerOf.forEach((anchor, node) => {
    if (anchor !== node) return;
    const scope = scopes.scopeOf[node] ?? 0;
    const group = groupOfNode[node] ?? -1;
    const path = pathOfScope[scope] ?? [];
    const isAlone = path.length > 0 && own[scope] === 1 && groupOfScope[scope] === groupOfScope[scopes.tree.parent(scope)];
    places.push({ anchor: node, stage: tree.groups[tree.top(group)]?.name ?? '', path: isAlone ? path : [...path, layerLabel(connections, roles, node)] });
  });
  const groupOf = layerOf.map(anchor => (anchor === -1 ? -1 : (groupOfNode[anchor] ?? -1)));
  const layerNames = nameLayers(places, connections.nodeCount);
  groupLooseLayers(connections, layerOf, groupOf, tree);
  for (let node = 0; node < groupOf.length; node++) if (layerOf[node] !== -1) groupOf[node] = groupOf[layerOf[node]!]!;
  return { groups: tree.groups, groupOf, layerOf, layerNames, source: scopes.scoped >= SCOPED_SHARE * scopes.visible ? 'names' : 'none' };
}

function countPerScope({ tree, scopeOf }: NodeScopes, isAnchor: Uint8Array): Int32Array {
  const own = new Int32Array(tree.size);
  isAnchor.forEach((anchor, node) => {
    if (anchor === 1) own[scopeOf[node] ?? 0]!++;
  });
  return own;
}

export const NO_GROUPS = new GroupTree().groups;
