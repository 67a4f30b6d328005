import { Graph, layout } from '@dagrejs/dagre';
import type { LevelLayout, SizedLevel } from './levelLayout';

const BETWEEN_BOXES = 18;
/** Edges need some length to bend. */
const SMALLEST_GAP = 30;
const ENTRY = 'entry';

/** Ranks and routes by dagre (Gansner et al., "A Technique for Drawing Directed Graphs", 1993): for a few hundred boxes. */
export function layeredLevel(level: SizedLevel): LevelLayout {
  const graph = new Graph({ directed: true, multigraph: false, compound: false });
  graph.setGraph({
    rankdir: 'TB',
    nodesep: BETWEEN_BOXES,
    ranksep: Math.max(SMALLEST_GAP, level.gap),
    edgesep: 10,
    marginx: 0,
    marginy: 0,
  });
  level.boxes.forEach((_, place) => graph.setNode(String(place), { width: level.width[place]!, height: level.height[place]! }));
  if (level.entries.length > 0) graph.setNode(ENTRY, { width: 1, height: 1 });
  const pairs = pairsOf(level);
  pairs.forEach(([from, to], pair) => {
    if (level.unrouted?.has(pair) !== true) graph.setEdge(from, to, {});
  });
  layout(graph);
  const [x, y] = [new Float64Array(level.boxes.length), new Float64Array(level.boxes.length)];
  for (let place = 0; place < x.length; place++) {
    const node = graph.node(String(place)) as Placed;
    x[place] = node.x - level.width[place]! / 2;
    y[place] = node.y - level.height[place]! / 2;
  }
  const lines = pairs.map(([from, to], pair) =>
    level.unrouted?.has(pair) === true ? [] : (graph.edge(from, to) as Routed).points.flatMap(point => [point.x, point.y]),
  );
  return fromZero({ x, y, width: level.width, height: level.height, lines });
}

/** What dagre writes into the labels that it is given (their type is `any`): middles of boxes, points of edges. */
interface Placed {
  readonly x: number;
  readonly y: number;
}

interface Routed {
  readonly points: readonly Placed[];
}

function pairsOf({ edges, entries }: SizedLevel): readonly (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  for (let edge = 0; edge < edges.length; edge += 2) pairs.push([String(edges[edge]!), String(edges[edge + 1]!)]);
  for (const place of entries) pairs.push([ENTRY, String(place)]);
  return pairs;
}

/** Edges may run left of all boxes: everything moves so that nothing lies below 0. */
function fromZero(drawn: Omit<LevelLayout, 'size'> & { readonly height: Float64Array }): LevelLayout {
  const { x, y, width, height, lines } = drawn;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  const cover = (atX: number, atY: number) => {
    left = Math.min(left, atX);
    right = Math.max(right, atX);
    top = Math.min(top, atY);
    bottom = Math.max(bottom, atY);
  };
  x.forEach((_, place) => {
    cover(x[place]!, y[place]!);
    cover(x[place]! + width[place]!, y[place]! + height[place]!);
  });
  for (const line of lines) for (let at = 0; at < line.length; at += 2) cover(line[at]!, line[at + 1]!);
  if (left > right) return { x, y, width, lines, size: [0, 0] };
  return {
    x: x.map(value => value - left),
    y: y.map(value => value - top),
    width,
    lines: lines.map(line => line.map((value, at) => value - (at % 2 === 0 ? left : top))),
    size: [right - left, bottom - top],
  };
}
