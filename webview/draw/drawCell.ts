import type { Surface } from './surface';

/** One coloured cell with a pale part at its end: to the right when it is wide, at the bottom when it is high. */
export interface Cell {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly color: string;
  /** 0..1 of the area. */
  readonly paleShare: number;
}

const PALE_ALPHA = 0.34;

/** `background` is laid over the pale part; `line` is the hairline around. */
export function drawCell(context: Surface, cell: Cell, background: string, line: string): void {
  const { x, y, width, height, color, paleShare } = cell;
  context.fillStyle = color;
  context.fillRect(x, y, width, height);
  if (paleShare > 0.04) {
    context.globalAlpha = PALE_ALPHA;
    context.fillStyle = background;
    if (width > height) context.fillRect(x + width * (1 - paleShare), y, width * paleShare, height);
    else context.fillRect(x, y + height * (1 - paleShare), width, height * paleShare);
    context.globalAlpha = 1;
  }
  if (line === 'transparent') return;
  context.strokeStyle = line;
  context.lineWidth = 0.5;
  context.strokeRect(x, y, width, height);
}
