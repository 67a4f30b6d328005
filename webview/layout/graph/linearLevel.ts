import type { LevelLayout, SizedLevel } from './levelLayout';

const BETWEEN_BOXES = 18;
/** Wider ranks go on in the next row. */
const MOST_IN_ROW = 32;
const NO_LINE: readonly number[] = [];

/** Ranks by the longest path, boxes of a rank below what they read: linear in boxes and edges, for levels that are too large for dagre. */
export function linearLevel(level: SizedLevel): LevelLayout {
  const { boxes, edges, width, height } = level;
  const readers = readersOf(boxes.length, edges);
  const [x, y] = [new Float64Array(boxes.length), new Float64Array(boxes.length)];
  // Sum and number of the middles of what a box reads: it would like to stand below their mean.
  const [sums, counts] = [new Float64Array(boxes.length), new Int32Array(boxes.length)];
  const wish = (place: number) => (counts[place] === 0 ? 0 : sums[place]! / counts[place]!);
  let [top, left, right] = [0, 0, 0];
  for (const row of rowsOf(ranksOf(readers))) {
    row.sort((a, b) => wish(a) - wish(b) || a - b);
    const total = row.reduce((sum, place) => sum + width[place]! + BETWEEN_BOXES, -BETWEEN_BOXES);
    let at = -total / 2;
    left = Math.min(left, at);
    right = Math.max(right, at + total);
    let tallest = 0;
    for (const place of row) {
      x[place] = at;
      y[place] = top;
      readers.forEach(place, reader => {
        sums[reader] = sums[reader]! + at + width[place]! / 2;
        counts[reader] = counts[reader]! + 1;
      });
      at += width[place]! + BETWEEN_BOXES;
      tallest = Math.max(tallest, height[place]!);
    }
    top += tallest + level.gap;
  }
  for (let place = 0; place < boxes.length; place++) x[place] = x[place]! - left;
  const lines = Array.from({ length: edges.length / 2 + level.entries.length }, () => NO_LINE);
  return { x, y, width, lines, size: [right - left, Math.max(0, top - level.gap)] };
}

interface Readers {
  readonly count: number;
  /** Every box that reads a box and runs after it; edges against the order of execution do not count. */
  forEach(place: number, visit: (reader: number) => void): void;
}

function readersOf(count: number, edges: Int32Array): Readers {
  const start = new Int32Array(count + 1);
  for (let edge = 0; edge < edges.length; edge += 2) start[edges[edge]! + 1] = start[edges[edge]! + 1]! + 1;
  for (let place = 0; place < count; place++) start[place + 1] = start[place + 1]! + start[place]!;
  const readers = new Int32Array(edges.length / 2);
  const next = start.slice();
  for (let edge = 0; edge < edges.length; edge += 2) {
    const from = edges[edge]!;
    readers[next[from]!] = edges[edge + 1]!;
    next[from] = next[from]! + 1;
  }
  const forEach = (place: number, visit: (reader: number) => void) => {
    for (let at = start[place]!; at < start[place + 1]!; at++) if (readers[at]! > place) visit(readers[at]!);
  };
  return { count, forEach };
}

/** Longest path from the boxes that read nothing of the level. */
function ranksOf(readers: Readers): Int32Array {
  const ranks = new Int32Array(readers.count);
  for (let place = 0; place < readers.count; place++) {
    readers.forEach(place, reader => (ranks[reader] = Math.max(ranks[reader]!, ranks[place]! + 1)));
  }
  return ranks;
}

function rowsOf(ranks: Int32Array): readonly number[][] {
  const byRank: number[][] = [];
  ranks.forEach((rank, place) => {
    while (byRank.length <= rank) byRank.push([]);
    byRank[rank]?.push(place);
  });
  return byRank.flatMap(places => {
    const rows: number[][] = [];
    for (let first = 0; first < places.length; first += MOST_IN_ROW) rows.push(places.slice(first, first + MOST_IN_ROW));
    return rows;
  });
}
