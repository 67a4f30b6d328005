import type { Rectangle } from '../../layout/rectangle';
import type { GraphScene } from './graphScene';

/** Points of an edge on the canvas; of edges that were not routed those of a straight way between its boxes. Empty for those that only their number stands for. */
export function edgeLine(scene: GraphScene, edge: number): ArrayLike<number> {
  const { layout, plan } = scene;
  const [start, end] = [layout.start[edge]!, layout.start[edge + 1]!];
  if (end > start) return layout.points.subarray(start, end);
  return plan.forms[plan.edges[edge]?.level ?? -1] === 'linear' ? straightLine(scene, edge) : [];
}

/** From box to box, across whatever lies between. */
export function straightLine({ layout, plan }: GraphScene, edge: number): ArrayLike<number> {
  const shown = plan.edges[edge];
  if (shown === undefined || shown.from < 0) return [];
  const middle = (box: number) => layout.x[box]! + layout.width[box]! / 2;
  if (plan.input.direction === 'right') {
    const center = (box: number) => layout.y[box]! + layout.height[box]! / 2;
    return [layout.x[shown.from]! + layout.width[shown.from]!, center(shown.from), layout.x[shown.to]!, center(shown.to)];
  }
  return [middle(shown.from), layout.y[shown.from]! + layout.height[shown.from]!, middle(shown.to), layout.y[shown.to]!];
}

/** Edges that may have a part inside of an area: by the extent of their boxes, or of the frame they enter. */
export function forEachEdgeIn({ layout, plan, graph }: GraphScene, area: Rectangle, visit: (edge: number) => void): void {
  const { x, y, width, height } = layout;
  const [right, bottom] = [area.x + area.width, area.y + area.height];
  for (let edge = 0; edge < plan.edges.length; edge++) {
    const { to, level, from } = plan.edges[edge]!;
    const other = from < 0 ? (graph.levels[level]?.frame ?? to) : from;
    const top = Math.min(y[to]!, y[other]!);
    if (top > bottom || Math.max(y[to]! + height[to]!, y[other]! + height[other]!) < area.y) continue;
    const left = Math.min(x[to]!, x[other]!);
    // Skips run beside their boxes, on the right or below.
    if (left > right || Math.max(x[to]! + width[to]!, x[other]! + width[other]!) + SKIP_ROOM < area.x) continue;
    visit(edge);
  }
}

const SKIP_ROOM = 120;

/** The edge nearest to a point, −1 when none is within `reach`. */
export function edgeAt(scene: GraphScene, x: number, y: number, reach: number): number {
  let [found, nearest] = [-1, reach];
  forEachEdgeIn(scene, { x: x - reach, y: y - reach, width: 2 * reach, height: 2 * reach }, edge => {
    const line = edgeLine(scene, edge);
    for (let at = 0; at + 3 < line.length; at += 2) {
      const distance = toSegment(x, y, line[at]!, line[at + 1]!, line[at + 2]!, line[at + 3]!);
      if (distance < nearest) [found, nearest] = [edge, distance];
    }
  });
  return found;
}

function toSegment(x: number, y: number, x0: number, y0: number, x1: number, y1: number): number {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const along = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - x0 - along * dx, y - y0 - along * dy);
}
