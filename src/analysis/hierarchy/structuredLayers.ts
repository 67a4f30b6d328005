import { findAnchors } from './anchors';
import type { Connections } from './connections';
import type { HierarchyFacts } from './hierarchyFacts';
import { joinSatellites } from './layers';
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
  const layerOf = named?.layerOf ?? joinSatellites(connections, findAnchors(connections, roles, undefined), () => true);
  const { tree, groupOf } = groupsFromStructure(connections, facts, roles, layerOf);
  const anchors = Array.from(layerOf.keys()).filter(node => layerOf[node] === node);
  const names = named?.names ?? nameInGroups(connections, facts, roles, tree, groupOf, anchors);
  return { tree, layerOf, groupOf, names };
}
