import { NONE, type Graph } from '../../shared/graph/graph';
import type { GroupSource, Hierarchy } from '../../shared/report/analysis';
import { Connections } from './connections';
import { findHiddenNodes } from './hiddenNodes';
import type { HierarchyFacts } from './hierarchyFacts';
import { layersOfNames } from './layersOfNames';
import type { GroupedLayers } from './namedLayers';
import { findRoles } from './roles';
import { layersFromStructure, layersWithoutGroups } from './structuredLayers';

/**
 * Groups, layers and their names (design spec 4.16): from the exporter's names if most nodes have one, else from the structure, else none. `wish`: where the
 * user wants them from; there are none where nothing is found so. Linear in nodes and connections; reads no weights.
 */
export function buildHierarchy(graph: Graph, facts: HierarchyFacts, wish?: GroupSource): Hierarchy {
  const connections = new Connections(graph, findHiddenNodes(graph, facts));
  const roles = findRoles(connections, facts);
  const named = layersOfNames(connections, roles, wish === 'names');
  const hasNamedGroups = named !== undefined && named.tree.groups.length > 0;
  if (hasNamedGroups && wish !== 'structure' && wish !== 'none') return asHierarchy(named, 'names');
  if (wish === 'names' || wish === 'none') return asHierarchy(layersWithoutGroups(connections, facts, roles, named), 'none');
  const structured = layersFromStructure(connections, facts, roles, hasNamedGroups ? undefined : named);
  return asHierarchy(structured, structured.tree.groups.length > 0 ? 'structure' : 'none');
}

/** The hierarchy where names alone make its groups; `undefined` for other models, whose structure shows in the shapes of tensors. */
export function hierarchyOfNames(graph: Graph, facts: HierarchyFacts): Hierarchy | undefined {
  const connections = new Connections(graph, findHiddenNodes(graph, facts));
  const named = layersOfNames(connections, findRoles(connections, facts));
  return named === undefined || named.tree.groups.length === 0 ? undefined : asHierarchy(named, 'names');
}

function asHierarchy({ tree, layerOf, groupOf, names }: GroupedLayers, source: GroupSource): Hierarchy {
  const groupOfNode = layerOf.map(anchor => (anchor === NONE ? NONE : (groupOf[anchor] ?? NONE)));
  return { groups: tree.groups, groupOf: groupOfNode, layerOf, layerNames: names, source };
}
