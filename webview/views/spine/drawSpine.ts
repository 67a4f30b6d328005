import { drawBars } from '../../draw/drawBars';
import { TextFitter } from '../../draw/textFitter';
import type { Surface } from '../../draw/surface';
import { canvasFont, cellLine, heatColor, themeColor } from '../../ui/theme';
import { rangeValue } from '../model/groupValue';
import { sectionText, shortSectionName } from './sectionText';
import type { HeatScale } from '../model/heatScale';
import type { LayerMask } from '../model/chosenLayers';
import type { LayerModel, Section } from '../model/layerModel';
import type { SpineRange, SpineSlot } from './spineSlots';

export const SPINE_BAR_HEIGHT = 40;
export const SPINE_HEIGHT = 62;
const UNKNOWN_HEIGHT = 2;
const COLD_HEIGHT = 1.5;

export interface SpineDrawing {
  readonly model: LayerModel;
  readonly scale: HeatScale;
  readonly range: SpineRange;
  readonly slots: readonly SpineSlot[];
  readonly width: number;
  /** Whether groups have values beside their names, where there is room. */
  readonly hasValues: boolean;
  readonly selected: number;
  /** Several layers that are chosen; `undefined` for the selected one at most. */
  readonly chosen: LayerMask | undefined;
  readonly hovered: number;
  /** Layers that the query finds; `undefined` without a query. */
  readonly hits: ((layer: number) => boolean) | undefined;
  readonly brush: readonly [number, number] | undefined;
}

export function drawSpine(context: Surface, drawing: SpineDrawing): void {
  const { slots, width } = drawing;
  const pitch = width / Math.max(1, slots.length);
  const gap = pitch > 4 ? 1 : 0;
  drawBrush(context, drawing);
  drawBars(context, barsOf(slots, pitch, gap), SPINE_BAR_HEIGHT, cellLine());
  drawHits(context, drawing, pitch);
  drawChosen(context, drawing, pitch);
  drawMarks(context, drawing, pitch);
  drawSections(context, drawing);
}

function barsOf(slots: readonly SpineSlot[], pitch: number, gap: number) {
  const heights = slots.map(({ state, length }) =>
    state === 'unknown' ? UNKNOWN_HEIGHT : state === 'cold' ? COLD_HEIGHT : Math.max(UNKNOWN_HEIGHT, length * SPINE_BAR_HEIGHT),
  );
  const [hair, faint] = [themeColor('--lw-hair'), themeColor('--lw-faint')];
  return {
    x: Float64Array.from(slots, (_, index) => index * pitch + gap / 2),
    width: pitch - gap,
    height: Float64Array.from(heights),
    pale: Float64Array.from(slots, ({ anchorShare }, index) => (heights[index] ?? 0) * (1 - anchorShare)),
    colors: slots.map(({ state, heat }) => (state === 'unknown' ? hair : state === 'cold' ? faint : heatColor(heat))),
  };
}

function slotX(drawing: SpineDrawing, layer: number): number {
  const { from, to } = drawing.range;
  return ((layer - from) / Math.max(1, to - from)) * drawing.width;
}

function drawBrush(context: Surface, drawing: SpineDrawing): void {
  if (drawing.brush === undefined) return;
  const [left, right] = [slotX(drawing, drawing.brush[0]), slotX(drawing, drawing.brush[1])];
  context.fillStyle = themeColor('--lw-fill2');
  context.fillRect(left, 0, right - left, SPINE_BAR_HEIGHT);
}

function drawHits(context: Surface, { hits, slots }: SpineDrawing, pitch: number): void {
  if (hits === undefined) return;
  context.fillStyle = themeColor('--vscode-focusBorder');
  slots.forEach((slot, index) => {
    if (holds(slot, hits)) context.fillRect(index * pitch, 0, Math.max(1, pitch - 1), 2);
  });
}

/** A line below the slots with chosen layers, unbroken where they are neighbours. */
function drawChosen(context: Surface, { chosen, slots }: SpineDrawing, pitch: number): void {
  if (chosen === undefined) return;
  context.fillStyle = themeColor('--vscode-foreground');
  slots.forEach((slot, index) => {
    if (holds(slot, layer => chosen[layer] === 1)) context.fillRect(index * pitch, SPINE_BAR_HEIGHT + 1.5, pitch, 1.5);
  });
}

function holds({ first, end }: SpineSlot, test: (layer: number) => boolean): boolean {
  for (let layer = first; layer < end; layer++) if (test(layer)) return true;
  return false;
}

/** Selected: outline and a caret below; hovered: outline only. */
function drawMarks(context: Surface, drawing: SpineDrawing, pitch: number): void {
  const { slots, selected, hovered } = drawing;
  const find = (layer: number) => (layer < 0 ? -1 : slots.findIndex(({ first, end }) => layer >= first && layer < end));
  const outline = (slot: number, color: string) => {
    context.strokeStyle = color;
    context.lineWidth = 1;
    context.strokeRect(slot * pitch - 0.5, 0.5, pitch + 1, SPINE_BAR_HEIGHT);
  };
  const hoveredSlot = find(hovered);
  if (hoveredSlot >= 0) outline(hoveredSlot, themeColor('--lw-muted'));
  const slot = find(selected);
  if (slot < 0) return;
  const foreground = themeColor('--vscode-foreground');
  outline(slot, foreground);
  const middle = (slot + 0.5) * pitch;
  context.fillStyle = foreground;
  context.beginPath();
  context.moveTo(middle - 4, SPINE_BAR_HEIGHT + 5);
  context.lineTo(middle + 4, SPINE_BAR_HEIGHT + 5);
  context.lineTo(middle, SPINE_BAR_HEIGHT + 1);
  context.fill();
}

function drawSections(context: Surface, drawing: SpineDrawing): void {
  const colors = { line: themeColor('--lw-faint'), name: themeColor('--vscode-foreground'), value: themeColor('--lw-muted') };
  const fitter = new TextFitter(context);
  for (const section of drawing.model.sections) {
    const [left, right] = [slotX(drawing, section.first), slotX(drawing, section.end)];
    if (right < 0 || left > drawing.width || right - left < 5) continue;
    drawBracket(context, Math.max(0, left), Math.min(drawing.width, right), colors.line);
    drawLabel(context, fitter, drawing, section, [Math.max(0, left), Math.min(drawing.width, right)], colors);
  }
}

function drawBracket(context: Surface, left: number, right: number, color: string): void {
  const top = SPINE_BAR_HEIGHT + 5;
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(left + 1.5, top);
  context.lineTo(left + 1.5, top + 3);
  context.lineTo(Math.max(left + 2.5, right - 1.5), top + 3);
  context.lineTo(Math.max(left + 2.5, right - 1.5), top);
  context.stroke();
}

/** Name, value and share as space allows; elided ones are told by the tooltip. */
function drawLabel(
  context: Surface,
  fitter: TextFitter,
  { scale, hasValues }: SpineDrawing,
  section: Section,
  [left, right]: readonly [number, number],
  colors: { readonly name: string; readonly value: string },
): void {
  const font = (section.inferred ? 'italic ' : '') + canvasFont(11);
  const value = rangeValue(scale.column, section.first, section.end);
  const { name } = section;
  // A number without its name, "1 3 %", would say nothing: the short name stands alone.
  const choices: readonly (readonly [name: string, rest: string])[] = [
    ...(hasValues
      ? ([
          [name, sectionText(scale.column, value)],
          [name, sectionText(scale.column, value, 'share')],
        ] as const)
      : []),
    [name, ''],
    [shortSectionName(name), ''],
  ];
  const room = right - left - 4;
  for (const [shown, rest] of choices) {
    context.font = font;
    const nameWidth = fitter.width(shown);
    context.font = canvasFont(11);
    const restWidth = rest === '' ? 0 : fitter.width(` ${rest}`);
    if (shown === '' || nameWidth + restWidth > room) continue;
    const start = (left + right - nameWidth - restWidth) / 2;
    context.font = font;
    context.fillStyle = colors.name;
    context.fillText(shown, start, SPINE_BAR_HEIGHT + 19);
    context.font = canvasFont(11);
    context.fillStyle = colors.value;
    if (rest !== '') context.fillText(` ${rest}`, start + nameWidth, SPINE_BAR_HEIGHT + 19);
    return;
  }
}
