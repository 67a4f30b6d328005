import type { LevelForm } from '../../layout/graph/layoutInput';
import type { Box, BoxEdge, VisibleGraph, VisibleLevel } from './visibleGraph';

/** Larger levels are laid out rank by rank: dagre's time grows much faster than the number of boxes. */
const MOST_LAYERED = 200;
/** What more than half of so many others read stands beside the trunk. */
const FEWEST_WITH_ASIDE = 5;

/** What so many boxes far below read has no line to each of them: they would hide everything else. */
const FEWEST_FAR_READERS = 4;
/** Ranks from a box to a far reader of it. */
const FAR = 3;

interface Arrangement {
  readonly form: LevelForm;
  /** Places of boxes that stand beside the trunk. */
  readonly aside: readonly number[];
  /** Edges without a line of their own; layered levels only. */
  readonly unrouted: ReadonlySet<BoxEdge>;
}

const NO_EDGES: ReadonlySet<BoxEdge> = new Set();

/** A chain is stacked, anything else shows its edges (design spec 4.3). */
export function levelForm({ boxes }: VisibleGraph, level: VisibleLevel): Arrangement {
  const aside = asideOf(boxes, level);
  if (isChain(boxes, level, new Set(aside))) return { form: 'stack', aside, unrouted: NO_EDGES };
  if (level.boxes.length > MOST_LAYERED) return { form: 'linear', aside: [], unrouted: NO_EDGES };
  return { form: 'layered', aside: [], unrouted: farEdges(boxes, level) };
}

/** Edges to the far readers of boxes that have many of them (a style that every block of a decoder is given), but for the first reader of each. */
function farEdges(boxes: readonly Box[], level: VisibleLevel): ReadonlySet<BoxEdge> {
  const ranks = ranksOf(boxes, level);
  const rankOf = (box: number) => ranks[boxes[box]?.place ?? 0] ?? 0;
  const byBox = new Map<number, BoxEdge[]>();
  for (const edge of level.edges) byBox.set(edge.from, [...(byBox.get(edge.from) ?? []), edge]);
  const found = new Set<BoxEdge>();
  for (const [box, edges] of byBox) {
    const [, ...others] = edges.sort((a, b) => rankOf(a.to) - rankOf(b.to));
    const far = others.filter(({ to }) => rankOf(to) - rankOf(box) >= FAR);
    if (far.length >= (isTerminal(boxes[box]) ? 1 : FEWEST_FAR_READERS)) for (const edge of far) found.add(edge);
  }
  return found;
}

/** Length of the longest path to each place of a level; places on a cycle (groups that read each other) have that of what leads to it. */
export function ranksOf(boxes: readonly Box[], level: VisibleLevel): Int32Array {
  const count = level.boxes.length;
  const ranks = new Int32Array(count);
  const waiting = new Int32Array(count);
  const readers = Array.from({ length: count }, (): number[] => []);
  for (const { from, to } of level.edges) {
    const [start, end] = [boxes[from]?.place ?? 0, boxes[to]?.place ?? 0];
    readers[start]?.push(end);
    waiting[end]!++;
  }
  const ready = Array.from(ranks.keys()).filter(place => waiting[place] === 0);
  for (let place = ready.pop(); place !== undefined; place = ready.pop()) {
    for (const reader of readers[place] ?? []) {
      ranks[reader] = Math.max(ranks[reader]!, ranks[place]! + 1);
      if (--waiting[reader]! === 0) ready.push(reader);
    }
  }
  return ranks;
}

/** Whether every box of the trunk reads the one before it; the model's inputs and outputs need not. */
function isChain(boxes: readonly Box[], level: VisibleLevel, aside: ReadonlySet<number>): boolean {
  const positions = new Int32Array(level.boxes.length).fill(-1);
  const trunk = level.boxes.filter((_, place) => !aside.has(place));
  trunk.forEach((box, position) => (positions[boxes[box]?.place ?? 0] = position));
  const reads = new Uint8Array(trunk.length + 1);
  for (const { from, to } of level.edges) {
    const position = positions[boxes[to]?.place ?? 0] ?? -1;
    if (position > 0 && positions[boxes[from]?.place ?? 0] === position - 1) reads[position] = 1;
  }
  return trunk.every(
    (box, position) => position === 0 || reads[position] === 1 || isTerminal(boxes[box]) || isTerminal(boxes[trunk[position - 1] ?? -1]),
  );
}

export function isTerminal(box: Box | undefined): boolean {
  return box?.kind === 'inputs' || box?.kind === 'outputs';
}

/** Places of boxes that more than half of the others read, every group of a run counted. */
function asideOf(boxes: readonly Box[], level: VisibleLevel): readonly number[] {
  if (level.boxes.length > MOST_LAYERED) return [];
  const weightOf = (box: number) => (isTerminal(boxes[box]) ? 0 : Math.max(1, boxes[box]?.instances.length ?? 0));
  const all = level.boxes.reduce((sum, box) => sum + weightOf(box), 0);
  if (all <= FEWEST_WITH_ASIDE) return [];
  const readers = new Map<number, number>();
  for (const { from, to, readers: count } of level.edges) if (!isTerminal(boxes[to])) readers.set(from, (readers.get(from) ?? 0) + count);
  return level.boxes.flatMap((box, place) => {
    const others = all - weightOf(box);
    return weightOf(box) === 1 && (readers.get(box) ?? 0) > others / 2 ? [place] : [];
  });
}
