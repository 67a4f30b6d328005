import { heatColor } from '../../ui/theme';
import type { Rectangle } from '../../layout/rectangle';
import type { BoxFacts } from './boxFacts';
import { RUN_HEAD, runPitch } from './boxSizes';
import { CELL_PITCH } from './heatCells';
import type { Painter } from './painter';

type Heat = number | undefined;

const RADIUS = 4;
const VALUE_RIGHT = 62;
const SHARE_RIGHT = 12;
const CELLS_FROM = 78;

export function drawPanel({ context, colors }: Painter, { x, y, width, height }: Rectangle, fill = colors.widget): void {
  context.fillStyle = fill;
  context.strokeStyle = colors.faint;
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(x + 0.5, y + 0.5, width - 1, height - 1, RADIUS);
  context.fill();
  context.stroke();
}

/** A collapsed group: name, a cell of heat for each layer inside, description, value and share. */
export function drawGroupLine(painter: Painter, area: Rectangle, facts: BoxFacts, cells: readonly Heat[]): void {
  drawPanel(painter, area);
  const { x, y, height } = area;
  const middle = y + height / 2;
  const end = drawValues(painter, area, facts, middle + 4);
  let at = x + CELLS_FROM;
  if (painter.hasLabels) {
    drawChevron(painter, x + 14, middle, false);
    const name = painter.text(facts.title, x + 30, middle + 4, { bold: true, italic: facts.inferred, room: end - x - 30 });
    at = Math.max(at, x + 30 + name + 14);
  }
  drawCells(painter, cells, at, middle - 7, 14);
  at += cells.length * CELL_PITCH + 10;
  if (painter.hasLabels && end - at > 24) painter.text(facts.detail, at, middle + 4, { color: painter.colors.muted, room: end - at - 8 });
}

/** Returns where the value begins. */
function drawValues(painter: Painter, { x, width }: Rectangle, { value, share }: BoxFacts, baseline: number): number {
  const right = x + width;
  if (!painter.hasValues) return right - SHARE_RIGHT;
  painter.textEnd(share, right - SHARE_RIGHT, baseline, { color: painter.colors.muted });
  const valueRight = share === '' ? right - SHARE_RIGHT : right - VALUE_RIGHT;
  return valueRight - painter.textEnd(value, valueRight, baseline, {});
}

export function drawCells(
  { context, colors }: Pick<Painter, 'context' | 'colors'>,
  cells: readonly Heat[],
  x: number,
  y: number,
  height: number,
  pitch = CELL_PITCH,
): void {
  const width = pitch > 3 ? pitch - 1 : pitch;
  const hasLine = colors.cellLine !== 'transparent' && pitch > 4;
  context.strokeStyle = colors.cellLine;
  context.lineWidth = 0.6;
  cells.forEach((heat, index) => {
    context.fillStyle = heat === undefined ? colors.fill2 : heatColor(heat);
    context.fillRect(x + index * pitch, y, width, height);
    if (hasLine) context.strokeRect(x + index * pitch + 0.3, y + 0.3, width - 0.6, height - 0.6);
  });
}

export function drawChevron({ context, colors }: Painter, x: number, y: number, isOpen: boolean, color = colors.foreground): void {
  context.strokeStyle = color;
  context.lineWidth = 1.2;
  context.beginPath();
  if (isOpen) {
    context.moveTo(x - 4, y - 2);
    context.lineTo(x, y + 2.5);
    context.lineTo(x + 4, y - 2);
  } else {
    context.moveTo(x - 2, y - 4);
    context.lineTo(x + 2.5, y);
    context.lineTo(x - 2, y + 4);
  }
  context.stroke();
}

/** A group among others that it does not form a chain with, or one that most groups read, beside the trunk. */
export function drawSmallGroup(painter: Painter, area: Rectangle, facts: BoxFacts, cells: readonly Heat[]): void {
  drawPanel(painter, area);
  const { x, y, width } = area;
  if (painter.hasValues) {
    const value = painter.textEnd(facts.value, x + width - 9, y + 17, {});
    if (painter.hasLabels) painter.text(facts.title, x + 9, y + 17, { bold: true, italic: facts.inferred, room: width - value - 26 });
  }
  drawCells(painter, cells, x + 9, y + 25, 12);
  if (!painter.hasLabels) return;
  const content = facts.detail.split(' → ').at(-1) ?? '';
  const detail = facts.share === '' ? content : `${content} · ${facts.share}`;
  painter.textEnd(detail, x + width - 9, y + 35, { size: 11, color: painter.colors.muted, room: width - 26 - cells.length * CELL_PITCH });
}

/** Heading of an expanded group; what is inside is drawn over it. */
export function drawFrame(painter: Painter, area: Rectangle, facts: BoxFacts): void {
  const { context, colors } = painter;
  context.globalAlpha *= 0.55;
  drawPanel(painter, area);
  context.globalAlpha /= 0.55;
  const { x, y } = area;
  const baseline = y + 20;
  const end = drawValues(painter, area, facts, baseline);
  if (!painter.hasLabels) return;
  drawChevron(painter, x + 14, y + 16, true);
  const name = painter.text(facts.title, x + 26, baseline, { bold: true, italic: facts.inferred, room: end - x - 40 });
  painter.text(facts.detail, x + 38 + name, baseline, { size: 11, color: colors.muted, room: end - x - 50 - name });
}

/** Several equal groups: a row of the matrix for each, a column for each of their layers, so that one slow instance shows. */
export function drawRun(painter: Painter, area: Rectangle, facts: BoxFacts, rows: readonly (readonly Heat[])[]): void {
  const { context, colors } = painter;
  const { x, y, width, height } = area;
  for (const step of [6, 3]) drawPanel(painter, { x: x + step, y: y + step, width, height }, colors.background);
  drawPanel(painter, area);
  const end = drawValues(painter, area, facts, y + 20);
  if (painter.hasLabels) {
    drawChevron(painter, x + 14, y + 16, false);
    const name = painter.text(facts.title, x + 30, y + 20, { bold: true, italic: facts.inferred, room: end - x - 40 });
    painter.text(facts.detail, x + 44 + name, y + 20, { color: colors.muted, room: end - x - 56 - name });
  }
  const pitch = runPitch(rows.length);
  const numbered = painter.hasLabels && pitch >= 8;
  const [left, right] = runColumns(area);
  rows.forEach((cells, row) => {
    const top = y + RUN_HEAD + row * pitch;
    drawCells(painter, cells, left, top, Math.max(1, pitch - 1.5), (right - left) / Math.max(1, cells.length));
    if (numbered) painter.textEnd(String(row + 1), left - 5, top + pitch - 1.5, { size: 8, color: colors.muted });
  });
  context.lineWidth = 1;
}

/** Left and right end of a run's matrix. */
export function runColumns({ x, width }: Rectangle): readonly [number, number] {
  return [x + 28, x + width - 16];
}
