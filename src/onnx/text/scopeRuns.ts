import { NONE, type NodeId } from '../../shared/graph/graph';
import type { Hierarchy } from '../../shared/report/analysis';

/** Nodes of a group that follow each other in the file. */
export interface ScopeRun {
  /** `NONE` outside of all groups. */
  readonly group: number;
  readonly nodes: readonly NodeId[];
}

/** Lines that a run takes beside its nodes: the group opens, closes, and says how many nodes are not shown. */
const LINES_OF_RUN = 3;
/** Groups may be nested very deep. */
const SHALLOWER = 0.8;

/** `nodes` as runs of one group each, of as deep groups as `mostLines` allow: where they change at almost every node, larger groups stand for them. */
export function scopeRuns(hierarchy: Hierarchy, nodes: readonly NodeId[], mostLines: number): readonly ScopeRun[] {
  const depths = depthsOf(hierarchy);
  for (let deepest = depths.reduce((most, depth) => Math.max(most, depth), 0); ; deepest = Math.floor(deepest * SHALLOWER)) {
    const runs = runsOf(nodes, node => ancestorAt(hierarchy, depths, hierarchy.groupOf[node] ?? NONE, deepest));
    if (deepest <= 0 || runs.length * LINES_OF_RUN <= mostLines) return deepest > 0 ? runs : runsOf(nodes, () => NONE);
  }
}

/** How many nodes of each run can be shown in `mostLines` altogether; Infinity when all can. */
export function nodesPerRun(runs: readonly ScopeRun[], mostLines: number): number {
  const linesWith = (most: number): number => runs.reduce((sum, { nodes }) => sum + Math.min(most, nodes.length) + LINES_OF_RUN, 0);
  if (linesWith(Infinity) <= mostLines) return Infinity;
  let [fits, exceeds] = [0, mostLines];
  while (exceeds - fits > 1) {
    const middle = Math.floor((fits + exceeds) / 2);
    if (linesWith(middle) <= mostLines) fits = middle;
    else exceeds = middle;
  }
  return fits;
}

function runsOf(nodes: readonly NodeId[], groupOf: (node: NodeId) => number): readonly ScopeRun[] {
  const runs: { readonly group: number; readonly nodes: NodeId[] }[] = [];
  for (const node of nodes) {
    const group = groupOf(node);
    const last = runs.at(-1);
    if (last?.group === group) last.nodes.push(node);
    else runs.push({ group, nodes: [node] });
  }
  return runs;
}

/** 1 for outermost groups. A parent stands before its children. */
function depthsOf({ groups }: Hierarchy): readonly number[] {
  const depths: number[] = [];
  for (const { parent } of groups) depths.push((depths[parent] ?? 0) + 1);
  return depths;
}

function ancestorAt({ groups }: Hierarchy, depths: readonly number[], group: number, deepest: number): number {
  let at = group;
  while (at !== NONE && (depths[at] ?? 0) > deepest) at = groups[at]?.parent ?? NONE;
  return at;
}
