import type { Rectangle } from './rectangle';

/** Equal cells in reading order, about as wide as high. */
export function gridOf(count: number, area: Rectangle): readonly Rectangle[] {
  const columns = Math.max(1, Math.min(count, Math.round(Math.sqrt((count * area.width) / Math.max(1, area.height)))));
  const rows = Math.ceil(count / columns);
  const [width, height] = [area.width / columns, area.height / rows];
  return Array.from({ length: count }, (_, index) => ({
    x: area.x + (index % columns) * width,
    y: area.y + Math.floor(index / columns) * height,
    width,
    height,
  }));
}
