import { drawCell } from '../../draw/drawCell';
import { TextFitter } from '../../draw/textFitter';
import type { Surface } from '../../draw/surface';
import { canvasFont, cellLine, heatColor, themeColor } from '../../ui/theme';
import { columnText } from '../model/columnText';
import type { HeatScale } from '../model/heatScale';
import type { LayerMask } from '../model/chosenLayers';
import type { LayerColumn } from '../model/layerModel';
import type { IciclePart, IcicleRows } from './icicleRows';

export interface IcicleDrawing {
  readonly rows: IcicleRows;
  readonly area: LayerColumn;
  readonly scale: HeatScale;
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly selected: number;
  readonly hovered: number;
  /** Several layers that are chosen; `undefined` for the selected one at most. */
  readonly chosen: LayerMask | undefined;
  readonly isDimmed: (layer: number) => boolean;
}

const TOP = 8;
/** Labels need rows at least this high. */
const LABEL_ROW = 10.5;
const LABEL_ROOM = 150;
const DIMMED_ALPHA = 0.25;

/** Left edges of the columns. */
export function icicleColumns(width: number, rows: IcicleRows) {
  const hasBlocks = rows.blocks.some(({ name }) => name !== '');
  const right = width - 14;
  return hasBlocks
    ? { model: 14, sections: 92, blocks: 196, layers: 300, right }
    : { model: 14, sections: 92, blocks: 196, layers: 196, right };
}

export function drawIcicle(context: Surface, drawing: IcicleDrawing): void {
  const { rows, title, width, area } = drawing;
  const columns = icicleColumns(width, rows);
  const whole = { name: title, section: '', inferred: false, value: area.total, from: 0, to: 1 };
  drawPart(context, drawing, whole, columns.model, columns.sections - columns.model - 2, '--lw-fill', false);
  const sectionWidth = columns.blocks - columns.sections - 2;
  for (const part of rows.sections) drawPart(context, drawing, part, columns.sections, sectionWidth, '--lw-fill2', true);
  for (const part of rows.blocks) {
    if (part.name !== '') drawPart(context, drawing, part, columns.blocks, columns.layers - columns.blocks - 2, '--lw-fill', true);
  }
  rows.layers.forEach(row => drawLayerBar(context, drawing, row, columns.layers, columns.right));
}

function spanOf({ height }: IcicleDrawing, { from, to }: IciclePart): readonly [number, number] {
  const full = height - TOP - 10;
  return [TOP + from * full, Math.max(0.6, (to - from) * full - 1)];
}

function drawPart(
  context: Surface,
  drawing: IcicleDrawing,
  part: IciclePart,
  x: number,
  width: number,
  fill: string,
  hasValue: boolean,
): void {
  const [y, height] = spanOf(drawing, part);
  drawCell(context, { x, y, width, height, color: themeColor(fill), paleShare: 0 }, '', themeColor('--lw-hair'));
  if (height < LABEL_ROW) return;
  const fitter = new TextFitter(context);
  const baseline = y + Math.min(height / 2 + 3.6, 15);
  context.font = (part.inferred ? 'italic ' : '') + canvasFont(10.5);
  context.fillStyle = themeColor('--vscode-foreground');
  const nameWidth = fitter.width(part.name);
  if (nameWidth < width - 10) context.fillText(part.name, x + 6, baseline);
  context.font = canvasFont(10.5);
  const value = columnText(drawing.area, part.value);
  if (hasValue && fitter.fits(value, width - nameWidth - 18)) context.fillText(value, x + width - 6 - fitter.width(value), baseline);
}

function drawLayerBar(
  context: Surface,
  drawing: IcicleDrawing,
  row: IciclePart & { readonly layer: number },
  x: number,
  right: number,
): void {
  const { scale, area, selected } = drawing;
  const [y, height] = spanOf(drawing, row);
  const width = Math.max(3, (right - x - LABEL_ROOM) * (area.domain[1] > 0 ? row.value / area.domain[1] : 0));
  const value = scale.column.values[row.layer] ?? NaN;
  const color = Number.isNaN(value) ? themeColor('--lw-fill2') : heatColor(scale.heat(value));
  context.globalAlpha = drawing.isDimmed(row.layer) ? DIMMED_ALPHA : 1;
  drawCell(context, { x, y, width, height, color, paleShare: 0 }, '', cellLine());
  context.globalAlpha = 1;
  const isChosen = drawing.chosen?.[row.layer] === 1;
  if (row.layer === selected || row.layer === drawing.hovered || isChosen) {
    context.strokeStyle = themeColor(row.layer === selected || isChosen ? '--vscode-focusBorder' : '--vscode-foreground');
    context.lineWidth = row.layer === selected ? 2 : 1;
    context.strokeRect(x, y, width, height);
  }
  if (height < LABEL_ROW) return;
  const fitter = new TextFitter(context);
  context.font = canvasFont(10.5);
  context.fillStyle = themeColor('--vscode-foreground');
  const baseline = y + height / 2 + 3.6;
  context.fillText(row.name, x + width + 7, baseline);
  context.fillStyle = themeColor('--lw-muted');
  context.fillText(columnText(area, row.value), x + width + 13 + fitter.width(row.name), baseline);
}
