import { NONE, type NodeId } from '../../shared/graph/graph';
import { findAnchors } from './anchors';
import type { Connections } from './connections';
import { GroupTree } from './groupTree';
import type { HierarchyFacts } from './hierarchyFacts';
import { joinSatellites } from './layers';
import { findMaskLayers } from './masks';
import type { GroupedLayers } from './namedLayers';
import type { Role } from './roles';
import { nameInGroups } from './structure/blockNames';
import { groupsFromStructure } from './structure/groupsFromStructure';

/** Groups and layers of a model without telling names; with `named`, its layers and their names stay and only the groups are found. */
export function layersFromStructure(
  connections: Connections,
  facts: HierarchyFacts,
  roles: readonly Role[],
  named: GroupedLayers | undefined,
): GroupedLayers {
  const layerOf = layersOf(connections, roles, named);
  const { tree, groupOf } = groupsFromStructure(connections, facts, roles, layerOf);
  groupMasks(findMaskLayers(connections, layerOf), tree, groupOf);
  const names = named?.names ?? nameInGroups(connections, facts, roles, tree, groupOf, anchorsOf(layerOf));
  return { tree, layerOf, groupOf, names };
}

/** The same layers in no groups. */
export function layersWithoutGroups(
  connections: Connections,
  facts: HierarchyFacts,
  roles: readonly Role[],
  named: GroupedLayers | undefined,
): GroupedLayers {
  const layerOf = layersOf(connections, roles, named);
  const tree = new GroupTree();
  const groupOf = new Int32Array(connections.nodeCount).fill(NONE);
  const names = named?.names ?? nameInGroups(connections, facts, roles, tree, groupOf, anchorsOf(layerOf));
  return { tree, layerOf, groupOf, names };
}

function layersOf(connections: Connections, roles: readonly Role[], named: GroupedLayers | undefined): Int32Array {
  return named?.layerOf ?? joinSatellites(connections, findAnchors(connections, roles, undefined), () => true);
}

function anchorsOf(layerOf: Int32Array): readonly NodeId[] {
  return Array.from(layerOf.keys()).filter(node => layerOf[node] === node);
}

/** What comes from an attention mask serves all layers, wherever it stands in the file. */
function groupMasks(masks: ReadonlySet<NodeId>, tree: GroupTree, groupOf: Int32Array): void {
  if (masks.size === 0 || tree.groups.length === 0) return;
  const group = tree.add('mask', NONE, true);
  for (const anchor of masks) groupOf[anchor] = group;
}
