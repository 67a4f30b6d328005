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
  const placeOf = (box: number) => boxes[box]?.place ?? -1;
  const isEnd = (place: number) => isTerminal(boxes[level.boxes[place] ?? -1]);
  const aside = asideOf(boxes, level);
  const count = level.boxes.length;
  const trunk = level.boxes.map((_, place) => place).filter(place => !aside.includes(place));
  const joined = new Set(level.edges.map(({ from, to }) => placeOf(from) * count + placeOf(to)));
  const isBroken = trunk.some((place, index) => {
    const before = trunk[index - 1];
    return before !== undefined && !isEnd(before) && !isEnd(place) && !joined.has(before * count + place);
  });
  if (!isBroken) return { form: 'stack', aside };
  return { form: count > MOST_LAYERED ? 'linear' : 'layered', aside: [] };
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
