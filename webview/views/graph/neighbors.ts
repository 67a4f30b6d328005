import { assertNever } from '../../../src/shared/base/assertNever';
import { IntColumn } from '../../../src/shared/base/intColumn';
import type { GraphLayout } from '../../layout/graph/layoutInput';
import type { Direction } from './graphPlan';
import type { VisibleGraph } from './visibleGraph';

/** Boxes that a box reads from and that read it, in its level. */
export interface Neighbors {
  readonly before: (box: number) => ArrayLike<number>;
  readonly after: (box: number) => ArrayLike<number>;
}

export function neighborsOf({ boxes, levels }: VisibleGraph): Neighbors {
  const [from, to] = [new IntColumn(), new IntColumn()];
  for (const { edges } of levels) {
    for (const edge of edges) {
      from.push(edge.from);
      to.push(edge.to);
    }
  }
  const [sources, targets] = [from.toArray(), to.toArray()];
  return { before: othersBy(targets, sources, boxes.length), after: othersBy(sources, targets, boxes.length) };
}

/** For every box the other ends of the edges that have it at this end. */
function othersBy(ends: Int32Array, others: Int32Array, boxes: number): (box: number) => ArrayLike<number> {
  const start = new Int32Array(boxes + 1);
  for (const box of ends) start[box + 1] = start[box + 1]! + 1;
  for (let box = 0; box < boxes; box++) start[box + 1] = start[box + 1]! + start[box]!;
  const [found, next] = [new Int32Array(ends.length), start.slice()];
  ends.forEach((box, edge) => {
    found[next[box]!] = others[edge]!;
    next[box] = next[box]! + 1;
  });
  return box => found.subarray(start[box], start[box + 1]);
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
  const found = lastOf(neighbors.before(box)) ?? level?.boxes[(boxes[box]?.place ?? 0) - 1];
  return found ?? (level !== undefined && level.frame >= 0 ? level.frame : box);
}

function lastOf(boxes: ArrayLike<number>): number | undefined {
  return boxes[boxes.length - 1];
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
