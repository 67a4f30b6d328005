import type { LevelLayout, SizedLevel } from './levelLayout';

const ASIDE_GAP = 18;
const FIRST_LANE = 14;
const LANE = 8;
/** Skips that get a line of their own; more are one line with their number. */
export const MOST_LANES = 6;
/** Where an edge from the side meets its box, from the top: the middle of a collapsed group or of a heading. */
const SIDE_Y = 16;

/** A trunk of boxes one below the other; skips run in a bus on its right, what most boxes read stands on its left. */
export function stackLevel(level: SizedLevel): LevelLayout {
  const count = level.boxes.length;
  const aside = new Set(level.aside);
  const [x, y, width] = [new Float64Array(count), new Float64Array(count), level.width.slice()];
  const asideWidth = level.aside.reduce((most, place) => Math.max(most, width[place]!), 0);
  const left = asideWidth === 0 ? 0 : asideWidth + ASIDE_GAP;
  const trunk = Array.from({ length: count }, (_, place) => place).filter(place => !aside.has(place));
  const across = trunk.reduce((most, place) => Math.max(most, width[place]!), 0);
  const lineWidth =
    level.frame < 0 ? trunk.reduce((most, place) => (level.stretches(place) ? Math.max(most, width[place]!) : most), 0) : across;
  let bottom = 0;
  for (const place of trunk) {
    if (level.stretches(place)) width[place] = Math.max(width[place]!, lineWidth);
    x[place] = left + (across - width[place]!) / 2;
    y[place] = bottom;
    bottom += level.height[place]! + level.gap;
  }
  placeAside(level, x, y);
  const placed = { x, y, width, left, right: left + across };
  const { lines, lanes } = route(level, aside, placed);
  const right = lanes === 0 ? placed.right : placed.right + FIRST_LANE + LANE * lanes;
  return { x, y, width, lines, size: [right, Math.max(0, bottom - level.gap)] };
}

interface Placed {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly width: Float64Array;
  readonly left: number;
  readonly right: number;
}

/** At the left end, each beside the box before its first reader, so that its line leads down and then right. */
function placeAside(level: SizedLevel, x: Float64Array, y: Float64Array): void {
  const aside = new Set(level.aside);
  let free = 0;
  for (const place of level.aside) {
    const reader = firstReader(level, place);
    let before = Math.max(0, reader - 1);
    while (before > 0 && aside.has(before)) before--;
    const beside = y[before] ?? 0;
    x[place] = 0;
    y[place] = Math.max(free, beside);
    free = y[place] + level.height[place]! + level.gap;
  }
}

/** −1 when nothing reads it. */
export function firstReader({ edges }: SizedLevel, place: number): number {
  let first = -1;
  for (let edge = 0; edge < edges.length; edge += 2) {
    const to = edges[edge + 1]!;
    if (edges[edge] === place && (first < 0 || to < first)) first = to;
  }
  return first;
}

function route(level: SizedLevel, aside: ReadonlySet<number>, placed: Placed) {
  const lines: number[][] = [];
  const skips: number[] = [];
  const trunkBefore = new Map<number, number>();
  let last = -1;
  for (let place = 0; place < level.boxes.length; place++) {
    if (aside.has(place)) continue;
    trunkBefore.set(place, last);
    last = place;
  }
  for (let edge = 0; edge < level.edges.length; edge += 2) {
    const [from, to] = [level.edges[edge]!, level.edges[edge + 1]!];
    if (aside.has(from) || aside.has(to)) lines.push(to === firstReader(level, from) ? asideLine(level, placed, from, to) : []);
    else if (trunkBefore.get(to) === from) lines.push(straightLine(level, placed, from, to));
    else {
      skips.push(lines.length);
      lines.push([]);
    }
  }
  const lanes = assignLanes(level, skips);
  for (const [line, lane] of lanes.of) lines[line] = laneLine(level, placed, line, lane);
  for (const place of level.entries) lines.push(entryLine(placed, place));
  return { lines, lanes: lanes.count };
}

function middle({ x, width }: Placed, place: number): number {
  return x[place]! + width[place]! / 2;
}

function straightLine({ height }: SizedLevel, placed: Placed, from: number, to: number): number[] {
  const x = middle(placed, from);
  return [x, placed.y[from]! + height[from]!, x, placed.y[to]!];
}

function asideLine({ height }: SizedLevel, placed: Placed, from: number, to: number): number[] {
  const [fromY, toY] = [placed.y[from]! + height[from]!, placed.y[to]! + SIDE_Y];
  const isBeside = toY <= fromY + 2;
  const start = isBeside ? [placed.x[from]! + placed.width[from]!, toY] : [middle(placed, from), fromY, middle(placed, from), toY];
  return [...start, placed.x[to]!, toY];
}

/** Lanes of skips that overlap are told apart; one lane for all of them when there are too many. */
function assignLanes({ edges }: SizedLevel, skips: readonly number[]) {
  const of = new Map<number, number>();
  if (skips.length > MOST_LANES) return { of, count: 1 };
  const ends: number[] = [];
  for (const line of skips) {
    const [from, to] = [Math.min(edges[2 * line]!, edges[2 * line + 1]!), Math.max(edges[2 * line]!, edges[2 * line + 1]!)];
    const free = ends.findIndex(end => end < from);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = to;
    of.set(line, lane);
  }
  return { of, count: ends.length };
}

function laneLine({ edges, height }: SizedLevel, placed: Placed, line: number, lane: number): number[] {
  const [from, to] = [edges[2 * line]!, edges[2 * line + 1]!];
  const x = placed.right + FIRST_LANE + LANE * lane;
  const fromY = placed.y[from]! + Math.min(SIDE_Y, height[from]! / 2);
  // Arrows into one box end a little apart, those from further away above.
  const toY = placed.y[to]! + Math.min(SIDE_Y, height[to]! / 2) + 3 * lane - 3;
  return [placed.x[from]! + placed.width[from]!, fromY, x, fromY, x, toY, placed.x[to]! + placed.width[to]!, toY];
}

function entryLine(placed: Placed, place: number): number[] {
  return [middle(placed, place), placed.y[place]! - 8, middle(placed, place), placed.y[place]!];
}
