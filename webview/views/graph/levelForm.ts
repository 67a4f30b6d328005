import type { LevelForm } from '../../layout/graph/layoutInput';
import type { Box, VisibleGraph, VisibleLevel } from './visibleGraph';

/** Larger levels are laid out rank by rank: dagre's time grows much faster than the number of boxes. */
const MOST_LAYERED = 200;
/** What more than half of so many others read stands beside the trunk. */
const FEWEST_WITH_ASIDE = 5;

interface Arrangement {
  readonly form: LevelForm;
  /** Places of boxes that stand beside the trunk. */
  readonly aside: readonly number[];
}

/** A chain is stacked, anything else shows its edges (design spec 4.3). */
export function levelForm({ boxes }: VisibleGraph, level: VisibleLevel): Arrangement {
  const aside = asideOf(boxes, level);
  if (isChain(boxes, level, new Set(aside))) return { form: 'stack', aside };
  return { form: level.boxes.length > MOST_LAYERED ? 'linear' : 'layered', aside: [] };
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
