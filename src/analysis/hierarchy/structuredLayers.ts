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
  return layersInGroups(connections, facts, roles, named, layerOf => {
    const { tree, groupOf } = groupsFromStructure(connections, facts, roles, layerOf);
    groupMasks(findMaskLayers(connections, layerOf), tree, groupOf);
    return { tree, groupOf };
  });
}

/** The same layers in no groups. */
export function layersWithoutGroups(
  connections: Connections,
  facts: HierarchyFacts,
  roles: readonly Role[],
  named: GroupedLayers | undefined,
): GroupedLayers {
  const groupOf = new Int32Array(connections.nodeCount).fill(NONE);
  return layersInGroups(connections, facts, roles, named, () => ({ tree: new GroupTree(), groupOf }));
}

function layersInGroups(
  connections: Connections,
  facts: HierarchyFacts,
  roles: readonly Role[],
  named: GroupedLayers | undefined,
  group: (layerOf: Int32Array) => Pick<GroupedLayers, 'tree' | 'groupOf'>,
): GroupedLayers {
  const layerOf = named?.layerOf ?? joinSatellites(connections, findAnchors(connections, roles, undefined), () => true);
  const { tree, groupOf } = group(layerOf);
  const anchors = Array.from(layerOf.keys()).filter(node => layerOf[node] === node);
  const names = named?.names ?? nameInGroups(connections, facts, roles, tree, groupOf, anchors);
  return { tree, layerOf, groupOf, names };
}

/** What comes from an attention mask serves all layers, wherever it stands in the file. */
function groupMasks(masks: ReadonlySet<NodeId>, tree: GroupTree, groupOf: Int32Array): void {
  if (masks.size === 0 || tree.groups.length === 0) return;
  const group = tree.add('mask', NONE, true);
  for (const anchor of masks) groupOf[anchor] = group;
}
