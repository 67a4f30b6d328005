import { NONE, type NodeId } from '../../shared/graph/graph';
import type { GroupTree } from './groupTree';

/** Gives layers without a group one by their role: `stem` before the first group, `head` behind the last, `mask` for what a mask comes from. */
export function groupLooseLayers(anchors: readonly NodeId[], masks: ReadonlySet<NodeId>, groupOf: Int32Array, tree: GroupTree): void {
  const grouped = anchors.filter(anchor => groupOf[anchor] !== NONE);
  const [first, last] = [grouped[0], grouped.at(-1)];
  if (first === undefined || last === undefined) return;
  const ids = new Map<string, number>();
  for (const anchor of anchors) {
    if (groupOf[anchor] !== NONE) continue;
    const role = masks.has(anchor) ? 'mask' : anchor < first ? 'stem' : anchor > last ? 'head' : undefined;
    if (role === undefined) continue;
    const id = ids.get(role) ?? tree.add(freeName(tree, role), NONE, true);
    ids.set(role, id);
    groupOf[anchor] = id;
  }
}

function freeName(tree: GroupTree, name: string): string {
  const isTaken = (candidate: string): boolean => tree.groups.some(group => group.parent === NONE && group.name === candidate);
  let free = name;
  for (let number = 2; isTaken(free); number++) free = `${name}.${String(number)}`;
  return free;
}
