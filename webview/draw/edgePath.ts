import type { Surface } from './surface';

/** Ways of an edge through the points of its polyline, given as x, y, x, y, …: added to the context's current path. */
type Path = Pick<Surface, 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'arcTo'>;

const CORNER = 5;

/** Smooth: through the middles of the inner pieces, bent by the points between them. */
export function smoothPath(path: Path, points: ArrayLike<number>): void {
  const count = points.length / 2;
  path.moveTo(points[0] ?? 0, points[1] ?? 0);
  for (let point = 1; point < count - 1; point++) {
    const [x, y] = [points[2 * point] ?? 0, points[2 * point + 1] ?? 0];
    const isLast = point === count - 2;
    const [nextX, nextY] = [points[2 * point + 2] ?? 0, points[2 * point + 3] ?? 0];
    path.quadraticCurveTo(x, y, isLast ? nextX : (x + nextX) / 2, isLast ? nextY : (y + nextY) / 2);
  }
  if (count === 2) path.lineTo(points[2] ?? 0, points[3] ?? 0);
}

/** Along the axes, with round corners. */
export function corneredPath(path: Path, points: ArrayLike<number>): void {
  const count = points.length / 2;
  path.moveTo(points[0] ?? 0, points[1] ?? 0);
  for (let point = 1; point < count - 1; point++) {
    path.arcTo(points[2 * point] ?? 0, points[2 * point + 1] ?? 0, points[2 * point + 2] ?? 0, points[2 * point + 3] ?? 0, CORNER);
  }
  path.lineTo(points[2 * count - 2] ?? 0, points[2 * count - 1] ?? 0);
}

/** The point of an arrow at the end of a polyline. */
export function arrowHead(path: Path, points: ArrayLike<number>, size: number): void {
  const at = points.length - 2;
  const [x, y] = [points[at] ?? 0, points[at + 1] ?? 0];
  const [dx, dy] = [x - (points[at - 2] ?? x), y - (points[at - 1] ?? y)];
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [(dx / length) * size, (dy / length) * size];
  path.moveTo(x, y);
  path.lineTo(x - ux + uy * 0.55, y - uy - ux * 0.55);
  path.lineTo(x - ux - uy * 0.55, y - uy + ux * 0.55);
}
