import { drawCell } from '../../draw/drawCell';
import { TextFitter } from '../../draw/textFitter';
import type { Surface } from '../../draw/surface';
import { canvasFont, cellLine, heatColor, heatInk, themeColor } from '../../ui/theme';
import { columnText } from '../model/columnText';
import type { HeatScale } from '../model/heatScale';
import type { LayerMask } from '../model/chosenLayers';
import type { LayerColumn, LayerModel } from '../model/layerModel';
import { sectionText } from '../spine/sectionText';
import type { MapCell, MapGroup, MapLayout } from './mapCells';

export interface MapDrawing {
  readonly model: LayerModel;
  readonly layout: MapLayout;
  /** Gives the size of the cells. */
  readonly area: LayerColumn;
  /** Gives their colour. */
  readonly scale: HeatScale;
  readonly isDimmed: (layer: number) => boolean;
}

const DIMMED_ALPHA = 0.25;
const NARROWEST_TEXT = 12;

export function drawMap(context: Surface, drawing: MapDrawing): void {
  const fitter = new TextFitter(context);
  for (const group of drawing.layout.groups) {
    drawGroup(context, fitter, drawing, group);
    for (const cell of group.cells) drawLayer(context, fitter, drawing, cell);
  }
}

/** Outlines on a canvas of their own: the pointer moves far more often than the map changes. */
export function drawMapMarks(
  context: Surface,
  layout: MapLayout,
  { selected, hovered, chosen }: { readonly selected: number; readonly hovered: number; readonly chosen: LayerMask | undefined },
): void {
  const find = (wanted: number) => {
    for (const group of layout.groups) {
      const cell = wanted < 0 ? undefined : group.cells.find(({ layer }) => layer === wanted);
      if (cell !== undefined) return cell;
    }
    return undefined;
  };
  const several = chosen === undefined ? [] : layout.groups.flatMap(({ cells }) => cells.filter(({ layer }) => chosen[layer] === 1));
  outlineTwice(context, several, 1.5);
  outline(context, find(hovered), themeColor('--vscode-foreground'), 1);
  outlineTwice(context, [find(selected)], 2);
}

/** Seen on every colour. */
function outlineTwice(context: Surface, cells: readonly (MapCell | undefined)[], width: number): void {
  for (const cell of cells) outline(context, cell, themeColor('--vscode-editor-background'), 2 * width);
  for (const cell of cells) outline(context, cell, themeColor('--vscode-focusBorder'), width);
}

function drawGroup(context: Surface, fitter: TextFitter, { area }: MapDrawing, group: MapGroup): void {
  const { x, y, width, height } = group.area;
  context.fillStyle = themeColor('--vscode-editorWidget-background');
  context.strokeStyle = themeColor('--lw-faint');
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(x + 0.5, y + 0.5, Math.max(0, width - 4), Math.max(0, height - 4), 2);
  context.fill();
  context.stroke();
  context.font = (group.inferred ? 'italic ' : '') + canvasFont(11, 600);
  const nameWidth = fitter.width(group.name);
  if (nameWidth > width - 12) return;
  context.fillStyle = themeColor('--vscode-foreground');
  context.fillText(group.name, x + 6, y + 13.5);
  context.font = canvasFont(11);
  context.fillStyle = themeColor('--lw-muted');
  const rest = sectionText(area, group.value);
  if (fitter.fits(rest, width - nameWidth - 24)) context.fillText(rest, x + nameWidth + 13, y + 13.5);
}

function drawLayer(context: Surface, fitter: TextFitter, drawing: MapDrawing, { layer, area }: MapCell): void {
  const box = { x: area.x + 0.75, y: area.y + 0.75, width: Math.max(0.5, area.width - 1.5), height: Math.max(0.5, area.height - 1.5) };
  const background = themeColor('--vscode-editor-background');
  if (layer < 0) {
    drawCell(context, { ...box, color: themeColor('--lw-fill2'), paleShare: 0 }, background, 'transparent');
    return;
  }
  const { scale } = drawing;
  const value = scale.column.values[layer] ?? NaN;
  const heat = scale.heat(value);
  const color = Number.isNaN(value) ? themeColor('--lw-fill2') : heatColor(heat);
  const paleShare = paleShareOf(drawing.area, layer, drawing.model);
  context.globalAlpha = drawing.isDimmed(layer) ? DIMMED_ALPHA : 1;
  drawCell(context, { ...box, color, paleShare }, background, cellLine());
  context.fillStyle = Number.isNaN(value) ? themeColor('--vscode-foreground') : heatInk(heat);
  drawTexts(context, fitter, drawing, layer, box, paleShare);
  context.globalAlpha = 1;
}

/** Part of the cell that stands for the kernels around the anchor. */
function paleShareOf(area: LayerColumn, layer: number, model: LayerModel): number {
  const value = area.values[layer] ?? NaN;
  const anchor = area.anchorValues?.[layer];
  if (anchor === undefined || !(value > 0) || (model.layers[layer]?.kernels.length ?? 0) < 2) return 0;
  return 1 - anchor / value;
}

/** Labels only where they fit entirely and outside of the pale part: name, then value and colour metric. */
function drawTexts(
  context: Surface,
  fitter: TextFitter,
  { model, area, scale }: MapDrawing,
  layer: number,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  paleShare: number,
): void {
  const isWide = box.width > box.height;
  const pale = paleShare > 0.04 ? paleShare : 0;
  const room = box.width * (isWide ? 1 - pale : 1) - 10;
  const height = box.height * (isWide ? 1 : 1 - pale);
  // Most cells of a large model have no room for anything; measuring text for each would take seconds.
  if (height < 17 || room < NARROWEST_TEXT) return;
  const { name = '', shortName = '' } = model.layers[layer] ?? {};
  context.font = canvasFont(11);
  const title = [shortName, lastPart(name)].find(text => fitter.fits(text, room) && /\p{L}/u.test(text));
  if (title === undefined) return;
  context.fillText(title, box.x + 5, box.y + 14);
  context.font = canvasFont(10.5);
  const value = columnText(area, area.values[layer] ?? NaN);
  const both = scale.column.id === area.id ? value : `${value} · ${columnText(scale.column, scale.column.values[layer] ?? NaN)}`;
  const line = [both, value].find(text => fitter.fits(text, room));
  if (line !== undefined && height > 32) context.fillText(line, box.x + 5, box.y + 27.5);
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function outline(context: Surface, cell: MapCell | undefined, color: string, width: number): void {
  if (cell === undefined) return;
  context.strokeStyle = color;
  context.lineWidth = width;
  context.strokeRect(cell.area.x + 0.5, cell.area.y + 0.5, cell.area.width - 1, cell.area.height - 1);
}
