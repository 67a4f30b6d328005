import { pixelColor, pixelLayer } from '../../draw/pixelLayer';
import { heatColor } from '../../ui/theme';
import type { GraphDrawing } from './drawGraph';
import { isTerminal } from './levelForm';
import type { Painter } from './painter';

/** Steps of heat; more could not be told apart in a few pixels. */
const STEPS = 48;
const DIMMED_ALPHA = 0.25;

/** Far away only blocks of heat are left of boxes. */
export function drawSpecks(
  { context, colors }: Painter,
  { scene, scale, heat, camera, isDimmed }: GraphDrawing,
  boxes: readonly number[],
): void {
  const { layout, graph, tree } = scene;
  const { values } = scale.column;
  const zoom = camera.k * window.devicePixelRatio;
  const layer = pixelLayer(context.canvas.width, context.canvas.height);
  const palette = paletteOf(colors.fill2, 1);
  const pale = paletteOf(colors.fill2, DIMMED_ALPHA);
  for (const index of boxes) {
    const box = graph.boxes[index];
    if (box === undefined || box.kind === 'frame' || isTerminal(box)) continue;
    const [x, y] = [(layout.x[index]! - camera.x) * zoom, (layout.y[index]! - camera.y) * zoom];
    const [width, height] = [layout.width[index]! * zoom, layout.height[index]! * zoom];
    const colorOf = isDimmed(index) ? pale : palette;
    if (box.kind === 'layer') {
      const value = values[tree.order[box.first]!]!;
      layer.fill(x, y, width, height, colorOf(Number.isNaN(value) ? undefined : scale.heat(value)));
    } else {
      const cells = heat.cells(index);
      cells.forEach((t, cell) => layer.fill(x + (cell * width) / cells.length, y, width / cells.length, height, colorOf(t)));
    }
  }
  layer.paint(context);
}

function paletteOf(unknown: string, alpha: number): (heat: number | undefined) => number {
  const steps = Uint32Array.from({ length: STEPS + 1 }, (_, step) => pixelColor(heatColor(step / STEPS), alpha));
  const none = pixelColor(unknown, alpha);
  return heat => (heat === undefined ? none : steps[Math.round(heat * STEPS)]!);
}
