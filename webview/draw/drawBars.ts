import type { Surface } from './surface';

/** Bars that stand on one line, as columns: position and heights in CSS pixels, one colour each. */
export interface Bars {
  readonly x: Float64Array;
  readonly width: number;
  readonly height: Float64Array;
  /** Upper part of the height that is drawn pale. */
  readonly pale: Float64Array;
  readonly colors: readonly string[];
}

const PALE_ALPHA = 0.5;
const THINNEST = 0.5;

/** Draws bars upwards from `baseline`; `line` is the hairline around each, where the theme has one. */
export function drawBars(context: Surface, bars: Bars, baseline: number, line: string): void {
  const width = Math.max(THINNEST, bars.width);
  const hasLine = line !== 'transparent' && width > 3;
  context.strokeStyle = line;
  context.lineWidth = 0.6;
  for (let index = 0; index < bars.x.length; index++) {
    const [x, height, pale] = [bars.x[index] ?? 0, bars.height[index] ?? 0, bars.pale[index] ?? 0];
    context.fillStyle = bars.colors[index] ?? '';
    context.fillRect(x, baseline - height + pale, width, height - pale);
    if (pale > 0.5) {
      context.globalAlpha = PALE_ALPHA;
      context.fillRect(x, baseline - height, width, pale - 0.4);
      context.globalAlpha = 1;
    }
    if (hasLine) context.strokeRect(x, baseline - height, width, height);
  }
}
