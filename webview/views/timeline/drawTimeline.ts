import * as l10n from '@vscode/l10n';
import { drawCell } from '../../draw/drawCell';
import { drawFittedText } from '../../draw/drawFittedText';
import { TextFitter } from '../../draw/textFitter';
import type { Surface } from '../../draw/surface';
import { canvasFont, cellLine, heatColor, heatInk, themeColor } from '../../ui/theme';
import { axisTicks } from '../../ui/axisTicks';
import { tickTexts } from '../../ui/tickTexts';
import { sumText } from '../model/columnText';
import { shortSectionName } from '../spine/sectionText';
import { drawFlame } from './drawFlame';
import { drawMemory } from './drawMemory';
import { stepBars, type StepBar } from './timelineBars';
import { xOf, type TimelineFrame } from './timelineFrame';

const DIMMED_ALPHA = 0.25;
/** Less of a name than fits here would say nothing. */
const NARROWEST_ELIDED = 32;
/** Ticks of the axis have at least this much room. */
const TICK_ROOM = 60;

/** All tracks of the timeline over one axis (design spec 4.6). */
export function drawTimeline(context: Surface, frame: TimelineFrame): void {
  const fitter = new TextFitter(context);
  drawMemory(context, frame);
  drawGroups(context, fitter, frame);
  drawKernels(context, fitter, frame);
  drawFlame(context, fitter, frame);
  drawOperators(context, fitter, frame);
  drawAxis(context, frame);
}

function drawGroups(context: Surface, fitter: TextFitter, frame: TimelineFrame): void {
  const { tracks, steps, groups, sums } = frame;
  groups.forEach((spans, depth) => {
    const track = tracks.groups[depth];
    if (track === undefined) return;
    for (const span of spans) {
      const left = Math.max(tracks.left, xOf(frame, steps.starts[span.first] ?? 0));
      const right = Math.min(tracks.right, xOf(frame, steps.starts[span.end] ?? 0));
      if (right - left < 0.5) continue;
      const box = { x: left + 0.5, y: track.top, width: Math.max(0.5, right - left - 1), height: track.height };
      const fill = themeColor(depth === 0 ? '--lw-fill2' : '--lw-fill');
      drawCell(context, { ...box, color: fill, paleShare: 0 }, '', themeColor('--lw-hair'));
      context.font = (span.inferred ? 'italic ' : '') + canvasFont(11);
      context.fillStyle = themeColor('--vscode-foreground');
      const texts =
        depth === 0
          ? [`${span.name}  ${sumText(sums, span.value)}`, span.name, shortSectionName(span.name)]
          : [
              span.path,
              span.name,
              shortSectionName(span.name),
              right - left > NARROWEST_ELIDED ? fitter.elide(span.name, right - left - 8) : '',
            ];
      drawFittedText(context, fitter, texts, { x: left + 4, y: track.top + 12.5, room: right - left - 8 });
    }
  });
}

function drawKernels(context: Surface, fitter: TextFitter, frame: TimelineFrame): void {
  const { steps, tracks } = frame;
  const { top, height } = tracks.kernels;
  for (const bar of stepBars(frame, step => heatOf(frame, step))) {
    drawStep(context, frame, bar, top, height);
    const name = steps.model.layers[steps.layers[bar.step] ?? -1]?.shortName ?? '';
    if (bar.width < 18) continue;
    context.font = canvasFont(10.5);
    context.fillStyle = inkOf(frame, bar.step);
    const texts = [name, name.slice(name.lastIndexOf('.') + 1)].filter(text => /\p{L}/u.test(text));
    drawFittedText(context, fitter, texts, { x: bar.x + 4, y: top + height / 2 + 3.5, room: bar.width - 7 });
  }
  drawBetween(context, fitter, frame);
}

/** What the runtime needs between kernels, hatched: its places are not known, so its sum stands at the end. */
function drawBetween(context: Surface, fitter: TextFitter, frame: TimelineFrame): void {
  const { steps, tracks } = frame;
  if (steps.betweenMs === 0) return;
  const left = Math.max(tracks.left, xOf(frame, steps.end - steps.betweenMs));
  const width = Math.min(tracks.right, xOf(frame, steps.end)) - left;
  if (width < 1) return;
  const { top, height } = tracks.kernels;
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.strokeStyle = themeColor('--lw-faint');
  context.lineWidth = 1;
  context.beginPath();
  for (let x = left - height; x < left + width; x += 6) {
    context.moveTo(x, top + height);
    context.lineTo(x + height, top);
  }
  context.stroke();
  context.restore();
  context.font = canvasFont(10.5);
  context.fillStyle = themeColor('--vscode-foreground');
  drawFittedText(context, fitter, [l10n.t('between kernels'), l10n.t('between')], {
    x: left + 4,
    y: top + height / 2 + 3.5,
    room: width - 7,
  });
}

function drawOperators(context: Surface, fitter: TextFitter, frame: TimelineFrame): void {
  const { operators, tracks } = frame;
  operators.forEach(({ title, steps }, index) => {
    const track = tracks.operators[index];
    if (track === undefined) return;
    context.fillStyle = themeColor('--lw-hair');
    context.fillRect(tracks.left, track.top + track.height + 1.5, tracks.right - tracks.left, 1);
    for (const bar of stepBars(frame, step => heatOf(frame, step), steps)) drawStep(context, frame, bar, track.top, track.height);
    context.font = canvasFont(11);
    context.fillStyle = themeColor('--lw-muted');
    const room = tracks.left - 20;
    const window = title.slice(title.lastIndexOf(' ') + 1);
    const texts = [title, title.startsWith('Conv ') ? window : '', fitter.elide(title, room)];
    drawFittedText(context, fitter, texts, { x: 14, y: track.top + track.height - 3.5, room });
  });
}

function drawStep(context: Surface, frame: TimelineFrame, bar: StepBar, top: number, height: number): void {
  const gap = bar.width > 4 ? 0.5 : 0;
  const box = { x: bar.x + gap, y: top, width: Math.max(0.5, bar.width - 2 * gap), height };
  context.globalAlpha = frame.isDimmed(bar.step) ? DIMMED_ALPHA : 1;
  drawCell(context, { ...box, color: colorOf(frame, bar.step), paleShare: 0 }, '', bar.width > 3 ? cellLine() : 'transparent');
  context.globalAlpha = 1;
}

function valueOf({ steps, column }: TimelineFrame, step: number): number {
  return column.values[steps.layers[step] ?? -1] ?? NaN;
}

function heatOf(frame: TimelineFrame, step: number): number {
  return frame.scale.heat(valueOf(frame, step));
}

function colorOf(frame: TimelineFrame, step: number): string {
  return Number.isNaN(valueOf(frame, step)) ? themeColor('--lw-fill2') : heatColor(heatOf(frame, step));
}

function inkOf(frame: TimelineFrame, step: number): string {
  return Number.isNaN(valueOf(frame, step)) ? themeColor('--vscode-foreground') : heatInk(heatOf(frame, step));
}

function drawAxis(context: Surface, frame: TimelineFrame): void {
  const { steps, span, tracks } = frame;
  const { ticks } = axisTicks(span.from * steps.end, span.to * steps.end, (tracks.right - tracks.left) / TICK_ROOM);
  const texts = tickTexts(ticks, steps.isTime ? 'ms' : 'count');
  const shown = ticks.flatMap((tick, index) => {
    const x = xOf(frame, tick);
    return x < tracks.left - 1 || x > tracks.right + 1 ? [] : [{ x, tick: texts[index] }];
  });
  context.font = canvasFont(11);
  context.fillStyle = themeColor('--lw-muted');
  context.strokeStyle = themeColor('--lw-faint');
  context.lineWidth = 1;
  context.textAlign = 'center';
  shown.forEach(({ x, tick }, index) => {
    context.beginPath();
    context.moveTo(Math.round(x) + 0.5, tracks.axis.top);
    context.lineTo(Math.round(x) + 0.5, tracks.axis.top + 4);
    context.stroke();
    // The unit stands once, at the last tick.
    const text = (index === shown.length - 1 ? tick?.text : tick?.number) ?? '';
    context.fillText(text, Math.min(tracks.right - 14, x), tracks.axis.top + 16);
  });
  context.textAlign = 'left';
}
