import type { Connections } from '../connections';
import type { HierarchyFacts } from '../hierarchyFacts';
import type { Role } from '../roles';
import type { VisibleOrder } from './order';
import { tokenOf } from './unitToken';

/** A stretch of nodes between two cuts: positions `start … end − 1`. */
export interface Unit {
  readonly start: number;
  readonly end: number;
  /** A letter per weighted node: equal blocks spell equal tokens. */
  readonly token: string;
}

/**
 * Units between `from` and `to`: each starts at the first weighted node or norm behind a cut; a norm alone leads the next. Other work in front of
 * the first weighted node (embeddings) is a unit without a token.
 */
export function findUnits(
  connections: Connections,
  facts: HierarchyFacts,
  roles: readonly Role[],
  order: VisibleOrder,
  isCut: Uint8Array,
  from: number,
  to: number,
): readonly Unit[] {
  const units: Unit[] = [];
  let [start, token, isOpen, hasWork] = [from, '', true, false];
  for (let position = from; position < to; position++) {
    const node = order.nodes[position] ?? 0;
    const letter = tokenOf(connections, facts, roles, node);
    isOpen ||= isCut[position] === 1;
    const isStart = isOpen && (letter !== '' || roles[node] === 'norm');
    if (isStart) {
      if (token !== '' || hasWork) {
        units.push({ start, end: position, token });
        [start, token, hasWork] = [position, '', false];
      }
      isOpen = false;
    }
    token += letter;
    hasWork ||= units.length === 0 && roles[node] === 'work';
  }
  if (to > start) units.push({ start, end: to, token });
  return units;
}
