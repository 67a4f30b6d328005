import { NONE, type Graph, type NodeId } from '../../shared/graph/graph';
import { mainGraph, nodeOutput } from '../../shared/graph/traversal';
import type { GraphDifference } from '../../shared/report/graphDifference';
import { groupsByProvenance } from './matchByProvenance';
import { matchByName, matchByStructure, type NodePartners } from './matchByStructure';
import type { NodeGroup } from './nodeGroup';

export interface MatchedGraphs {
  readonly matchedBy: GraphDifference['matchedBy'];
  /** Every node of both main graphs is in one group. */
  readonly groups: readonly NodeGroup[];
}

/** Which nodes of two graphs stand for each other: by what the second says about where it came from when that is about the first, else by names and structure. */
export function matchGraphs(before: Graph, after: Graph): MatchedGraphs {
  const byProvenance = groupsByProvenance(before, after);
  const groups = byProvenance?.flatMap(group => refine(before, after, group)) ?? [];
  const taken = partnersOf(before, after, groups);
  const partners = byProvenance === undefined ? matchByStructure(before, after) : matchByName(before, after, taken);
  return { matchedBy: byProvenance === undefined ? 'structure' : 'provenance', groups: inOrder(complete(groups, taken, partners)) };
}

/** One node that became several, of which one is still the node: the others were added for it. */
function refine(before: Graph, after: Graph, group: NodeGroup): readonly NodeGroup[] {
  const [original = NONE, ...others] = group.before;
  if (others.length > 0 || group.after.length < 2) return [group];
  const sameOps = group.after.filter(node => before.nodes.ops[original] === after.nodes.ops[node]);
  const heir = sameOps.find(node => isCalledTheSame(before, original, after, node)) ?? (sameOps.length === 1 ? sameOps[0] : undefined);
  if (heir === undefined) return [group];
  const helpers = group.after.filter(node => node !== heir);
  return [{ before: group.before, after: [heir] }, ...helpers.map(node => ({ before: [], after: [node] }))];
}

function isCalledTheSame(before: Graph, original: NodeId, after: Graph, node: NodeId): boolean {
  const nameOf = (graph: Graph, id: NodeId): string => graph.nodes.names[id] ?? '';
  const outputOf = (graph: Graph, id: NodeId): string | undefined => graph.tensors.names[nodeOutput(graph, id, 0)];
  const isSameName = nameOf(before, original) !== '' && nameOf(before, original) === nameOf(after, node);
  return isSameName || outputOf(before, original) === outputOf(after, node);
}

/** Nodes of groups count as taken: they have a partner, if not always one of their own. */
function partnersOf(before: Graph, after: Graph, groups: readonly NodeGroup[]): NodePartners {
  const ofBefore = new Int32Array(mainGraph(before).nodeCount).fill(NONE);
  const ofAfter = new Int32Array(mainGraph(after).nodeCount).fill(NONE);
  for (const group of groups) {
    for (const node of group.before) ofBefore[node] = group.after[0] ?? NONE;
    for (const node of group.after) ofAfter[node] = group.before[0] ?? NONE;
  }
  return { ofBefore, ofAfter };
}

function complete(groups: readonly NodeGroup[], taken: NodePartners, partners: NodePartners): readonly NodeGroup[] {
  const helpers = new Set(groups.flatMap(group => (group.before.length === 0 ? group.after : [])));
  const own = groups.filter(group => group.before.length > 0);
  const pairs = Array.from(partners.ofAfter).flatMap((original, node): NodeGroup[] => {
    if (taken.ofAfter[node] !== NONE && !helpers.has(node)) return [];
    return [{ before: original === NONE ? [] : [original], after: [node] }];
  });
  const removed = Array.from(partners.ofBefore).flatMap((partner, node): NodeGroup[] =>
    partner === NONE ? [{ before: [node], after: [] }] : [],
  );
  return [...own, ...pairs, ...removed];
}

/** In the order of the nodes after; what was removed follows what stood before it. */
function inOrder(groups: readonly NodeGroup[]): readonly NodeGroup[] {
  const placeOfBefore = new Map<NodeId, number>();
  for (const { before, after } of groups) if (after.length > 0) for (const node of before) placeOfBefore.set(node, smallest(after));
  const removed = groups.filter(({ after }) => after.length === 0).sort((a, b) => smallest(a.before) - smallest(b.before));
  const places = new Map<NodeGroup, number>();
  let [node, place] = [0, -1];
  for (const group of removed) {
    for (; node < smallest(group.before); node++) place = placeOfBefore.get(node) ?? place;
    places.set(group, place + 0.5);
  }
  const placeOf = (group: NodeGroup): number => places.get(group) ?? smallest(group.after);
  return [...groups].sort((a, b) => placeOf(a) - placeOf(b));
}

function smallest(nodes: readonly NodeId[]): NodeId {
  return nodes.reduce((least, node) => Math.min(least, node), Infinity);
}
