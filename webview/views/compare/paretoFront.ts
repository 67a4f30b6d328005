/** A point of which less of `x` and more of `y` is better. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/** Points that no other beats in both, from the least `x` to the most: each has a larger `y` than those before it. */
export function paretoFront<T extends Point>(points: readonly T[]): readonly T[] {
  const front: T[] = [];
  for (const point of [...points].sort((a, b) => a.x - b.x || b.y - a.y)) {
    if (point.y > (front.at(-1)?.y ?? -Infinity)) front.push(point);
  }
  return front;
}
