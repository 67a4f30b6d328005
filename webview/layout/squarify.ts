import { hierarchy, treemap, treemapSquarify } from 'd3-hierarchy';
import type { Rectangle } from './rectangle';

interface Item {
  readonly index: number;
  readonly value: number;
  readonly children?: readonly Item[];
}

/** Squarified areas in proportion to `values`, in the order of the values; the largest stands top left. Values must be ≥ 0. */
export function squarify(values: readonly number[], area: Rectangle): readonly Rectangle[] {
  const items: readonly Item[] = values.map((value, index) => ({ index, value }));
  const root = hierarchy<Item>({ index: -1, value: 0, children: items }, item => item.children)
    .sum(item => item.value)
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0) || a.data.index - b.data.index);
  const layout = treemap<Item>()
    .tile(treemapSquarify.ratio(1))
    .size([Math.max(0, area.width), Math.max(0, area.height)]);
  const rectangles: Rectangle[] = values.map(() => ({ x: area.x, y: area.y, width: 0, height: 0 }));
  for (const { data, x0, y0, x1, y1 } of layout(root).children ?? []) {
    rectangles[data.index] = { x: area.x + x0, y: area.y + y0, width: x1 - x0, height: y1 - y0 };
  }
  return rectangles;
}
