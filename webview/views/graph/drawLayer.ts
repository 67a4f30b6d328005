import { heatColor, heatInk } from '../../ui/theme';
import type { Rectangle } from '../../layout/rectangle';
import type { BoxFacts } from './boxFacts';
import { LAYER_HEAD, LAYER_ROW, OUTLINE } from './boxSizes';
import type { CardRow } from './cardRows';
import { drawChevron } from './drawGroup';
import type { Painter } from './painter';

/** How the kernel of a layer came to be. */
export type LayerOutline = 'none' | 'fused' | 'added';

export interface LayerCardDrawing {
  readonly area: Rectangle;
  readonly facts: BoxFacts;
  readonly rows: readonly CardRow[];
  /** Heat of a row's time; `undefined` while colours show another metric. */
  readonly rowHeat: (timeMs: number) => number | undefined;
  readonly outline: LayerOutline;
  /** Holds a body that can be opened. */
  readonly opens: boolean;
}

/** Where a name begins behind the sign that a body can be opened. */
const CHEVRON_ROOM = 22;
const BADGE_ROOM = 60;
const DASHES: Readonly<Record<LayerOutline, readonly number[]>> = { none: [], fused: [4, 3], added: [1.5, 2.5] };

/** A layer: heading in the colour of its whole, and a line for each part. A dashed outline is around what runs as one kernel. */
export function drawLayer(painter: Painter, drawing: LayerCardDrawing): void {
  const { area, facts, rows, outline } = drawing;
  const pad = outline === 'fused' ? OUTLINE : 0;
  const inner = { x: area.x + pad, y: area.y + pad, width: area.width - 2 * pad };
  drawHead(painter, inner, facts, drawing);
  const fused = rows.filter(row => row.fused).length;
  if (outline === 'fused') drawOutline(painter, { ...area, height: LAYER_HEAD + 2 * OUTLINE + (fused > 0 ? fused * LAYER_ROW + 3 : 0) });
  if (!painter.hasValues) return;
  let top = inner.y + LAYER_HEAD + 3;
  rows.forEach((row, index) => {
    if (index === fused && outline === 'fused') top += pad;
    drawRow(painter, inner, top, row, drawing.rowHeat(row.timeMs));
    top += LAYER_ROW;
  });
}

function drawHead(painter: Painter, { x, y, width }: Omit<Rectangle, 'height'>, facts: BoxFacts, card: LayerCardDrawing): void {
  const isAdded = card.outline === 'added';
  const { context, colors } = painter;
  const { heat } = facts;
  context.fillStyle = heat === undefined ? colors.fill2 : heatColor(heat);
  context.beginPath();
  context.roundRect(x, y, width, LAYER_HEAD, 3);
  context.fill();
  const line = heat === undefined ? colors.faint : colors.cellLine;
  if (line !== 'transparent' || isAdded) {
    context.strokeStyle = isAdded ? colors.foreground : line;
    context.lineWidth = isAdded ? 1 : 0.6;
    context.setLineDash(isAdded ? [...DASHES.added] : []);
    context.stroke();
    context.setLineDash([]);
  }
  const color = heat === undefined ? colors.foreground : heatInk(heat);
  if (!painter.hasValues) return;
  const value = painter.textEnd(facts.value, x + width - 8, y + 15, { bold: true, color, room: width * 0.6 });
  if (!painter.hasLabels) return;
  const left = card.opens ? CHEVRON_ROOM : 8;
  if (card.opens) drawChevron(painter, x + 12, y + 11, false, color);
  const room = width - value - left - 16;
  const badge = facts.badge === '' ? 0 : BADGE_ROOM;
  const name = painter.text(facts.title, x + left, y + 15, { bold: true, italic: facts.inferred, color, room: room - badge });
  if (badge > 0) drawBadge(painter, x + left + name + 8, y + 4, facts.badge, color);
  const share = painter.textEnd(facts.share, x + width - 8, y + 28, { size: 11, color });
  painter.text(facts.detail, x + 8, y + 28, { size: 11, color, room: width - share - 24 });
}

/** A framed text in the ink of the heading. */
function drawBadge(painter: Painter, x: number, y: number, text: string, color: string): void {
  const { context } = painter;
  const width = painter.text(text, x + 4, y + 10.5, { size: 11, color, room: BADGE_ROOM - 16 });
  context.strokeStyle = color;
  context.lineWidth = 0.8;
  context.beginPath();
  context.roundRect(x, y, width + 8, 14, 3);
  context.stroke();
}

function drawOutline({ context, colors }: Painter, { x, y, width, height }: Rectangle): void {
  context.strokeStyle = colors.muted;
  context.lineWidth = 1;
  context.setLineDash([...DASHES.fused]);
  context.beginPath();
  context.roundRect(x + 0.5, y + 0.5, width - 1, height - 1, 4);
  context.stroke();
  context.setLineDash([]);
}

function drawRow(
  painter: Painter,
  { x, width }: Omit<Rectangle, 'height' | 'y'>,
  top: number,
  row: CardRow,
  heat: number | undefined,
): void {
  const { context, colors } = painter;
  const height = LAYER_ROW - 2;
  context.fillStyle = colors.fill;
  context.fillRect(x, top, width, height);
  context.strokeStyle = colors.hair;
  context.lineWidth = 0.6;
  context.strokeRect(x + 0.3, top + 0.3, width - 0.6, height - 0.6);
  if (heat !== undefined) {
    context.fillStyle = heatColor(heat);
    context.fillRect(x, top, 5, height);
  }
  const color = row.muted ? colors.muted : colors.foreground;
  const baseline = top + 11.5;
  const value = painter.textEnd(row.value, x + width - 8, baseline, { size: 11, color, room: width * 0.6 });
  if (!painter.hasLabels) return;
  const text = painter.text(row.text, x + 10, baseline, { size: 11, color, room: width - value - 28 });
  painter.text(row.note, x + 16 + text, baseline, { size: 11, color: colors.muted, room: width - value - text - 34 });
}
