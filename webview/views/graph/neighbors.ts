import { assertNever } from '../../../src/shared/base/assertNever';
import type { GraphLayout } from '../../layout/graph/layoutInput';
import type { Direction } from './graphPlan';
import type { VisibleGraph } from './visibleGraph';

/** Boxes that a box reads from and that read it, in its level. */
export interface Neighbors {
  before(box: number): readonly number[];
  after(box: number): readonly number[];
}

export function neighborsOf({ levels }: VisibleGraph): Neighbors {
  const [before, after] = [new Map<number, number[]>(), new Map<number, number[]>()];
  const push = (lists: Map<number, number[]>, box: number, other: number) => {
    const list = lists.get(box);
    if (list === undefined) lists.set(box, [other]);
    else list.push(other);
  };
  for (const { edges } of levels) {
    for (const { from, to } of edges) {
      push(after, from, to);
      push(before, to, from);
    }
  }
  return { before: box => before.get(box) ?? [], after: box => after.get(box) ?? [] };
}

export type Step = 'before' | 'after' | 'left' | 'right';

/** What an arrow key means: along the flow to neighbours, across it to siblings. */
export function stepOf(key: string, direction: Direction): Step | undefined {
  const along = direction === 'down' ? ['ArrowUp', 'ArrowDown'] : ['ArrowLeft', 'ArrowRight'];
  const across = direction === 'down' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
  if (key === along[0]) return 'before';
  if (key === along[1]) return 'after';
  if (key === across[0]) return 'left';
  return key === across[1] ? 'right' : undefined;
}

/** The box that a step leads to; the same where there is none. */
export function boxAfterStep(
  { graph, layout, direction }: { readonly graph: VisibleGraph; readonly layout: GraphLayout; readonly direction: Direction },
  neighbors: Neighbors,
  box: number,
  step: Step,
): number {
  switch (step) {
    case 'after':
      return nextAlong(graph, neighbors, box);
    case 'before':
      return previousAlong(graph, neighbors, box);
    case 'left':
      return siblingAcross(graph, layout, direction, box, -1);
    case 'right':
      return siblingAcross(graph, layout, direction, box, 1);
    default:
      return assertNever(step);
  }
}

/** Into an open group, else to the first reader, else to what follows outside. */
function nextAlong({ boxes, levels }: VisibleGraph, neighbors: Neighbors, box: number): number {
  const inner = levels[boxes[box]?.inner ?? -1]?.boxes[0];
  if (inner !== undefined) return inner;
  for (let at = box; at >= 0; at = levels[boxes[at]?.level ?? 0]?.frame ?? -1) {
    const place = boxes[at]?.place ?? 0;
    const next = neighbors.after(at)[0] ?? levels[boxes[at]?.level ?? 0]?.boxes[place + 1];
    if (next !== undefined) return next;
  }
  return box;
}

/** To the nearest box read from, else to the group around. */
function previousAlong({ boxes, levels }: VisibleGraph, neighbors: Neighbors, box: number): number {
  const level = levels[boxes[box]?.level ?? 0];
  const found = neighbors.before(box).at(-1) ?? level?.boxes[(boxes[box]?.place ?? 0) - 1];
  return found ?? (level !== undefined && level.frame >= 0 ? level.frame : box);
}

/** The nearest box of the level on one side that overlaps in the direction of the flow. */
function siblingAcross({ boxes, levels }: VisibleGraph, layout: GraphLayout, direction: Direction, box: number, sign: 1 | -1): number {
  const { x, y, width, height } = layout;
  const [at, size, flow, flowSize] = direction === 'down' ? [x, width, y, height] : [y, height, x, width];
  let [found, nearest] = [box, Infinity];
  for (const other of levels[boxes[box]?.level ?? 0]?.boxes ?? []) {
    const distance = sign * (at[other]! + size[other]! / 2 - at[box]! - size[box]! / 2);
    const overlaps = flow[other]! < flow[box]! + flowSize[box]! && flow[other]! + flowSize[other]! > flow[box]!;
    if (other !== box && distance > 0 && distance < nearest && overlaps) [found, nearest] = [other, distance];
  }
  return found;
}
