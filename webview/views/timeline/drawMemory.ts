import * as l10n from '@vscode/l10n';
import { axisTicks } from '../../ui/axisTicks';
import { tickTexts } from '../../ui/tickTexts';
import { largest } from '../../../src/shared/base/extremes';
import { formatBytes } from '../../../src/shared/base/formatNumber';
import { TextFitter } from '../../draw/textFitter';
import type { Surface } from '../../draw/surface';
import { canvasFont, themeColor } from '../../ui/theme';
import type { StepMemory } from './stepMemory';
import { stepBars } from './timelineBars';
import { xOf, type TimelineFrame } from './timelineFrame';

const TICKS = 5;
const KEPT_ALPHA = 0.34;
const MADE_ALPHA = 0.72;
/** Measured memory is drawn as a line up to this many times what was computed; above it would flatten the rest. */
const MOST_OVER = 1.6;

/** Live activations: what is kept, what the running kernel makes over it, the peak, and measured memory as a line. */
export function drawMemory(context: Surface, frame: TimelineFrame): void {
  const { memory, tracks, measuredBytes } = frame;
  if (memory === undefined) return;
  const most = Math.max(1, largest(memory.liveBytes.filter(value => !Number.isNaN(value))));
  const axis = axisTicks(0, showsMeasured(memory, measuredBytes) ? Math.max(most, measuredBytes) : most, TICKS);
  const y = (bytes: number) => tracks.memory.top + tracks.memory.height * (1 - bytes / axis.to);
  drawGrid(context, frame, axis.ticks, y);
  drawArea(context, frame, memory, y);
  if (showsMeasured(memory, measuredBytes)) drawMeasured(context, frame, y(measuredBytes));
  drawPeak(context, frame, memory, y);
}

/** Whether measured memory fits on the axis of what was computed. */
export function showsMeasured({ liveBytes, peakStep }: StepMemory, measuredBytes: number): boolean {
  return measuredBytes <= MOST_OVER * (liveBytes[peakStep] ?? NaN);
}

function drawGrid(context: Surface, { tracks }: TimelineFrame, ticks: readonly number[], y: (bytes: number) => number): void {
  context.font = canvasFont(11);
  context.lineWidth = 1;
  context.textAlign = 'right';
  const texts = tickTexts(ticks, 'bytes');
  ticks.forEach((tick, index) => {
    const line = Math.round(y(tick)) + 0.5;
    context.strokeStyle = themeColor(tick === 0 ? '--lw-faint' : '--lw-hair');
    context.beginPath();
    context.moveTo(tracks.left, line);
    context.lineTo(tracks.right, line);
    context.stroke();
    context.fillStyle = themeColor('--lw-muted');
    context.fillText(texts[index]?.text ?? '', tracks.left - 8, line + 3.5);
  });
  context.textAlign = 'left';
}

function drawArea(context: Surface, frame: TimelineFrame, memory: StepMemory, y: (bytes: number) => number): void {
  const { liveBytes, outputBytes } = memory;
  const bars = stepBars(frame, step => liveBytes[step] || 0);
  const zero = y(0);
  const blue = themeColor('--vscode-charts-blue');
  context.fillStyle = blue;
  context.strokeStyle = blue;
  context.lineWidth = 1;
  context.beginPath();
  for (const { step, x, width } of bars) {
    const live = liveBytes[step] ?? NaN;
    if (Number.isNaN(live)) continue;
    const [top, kept] = [y(live), y(Math.max(0, live - (outputBytes[step] || 0)))];
    context.globalAlpha = KEPT_ALPHA;
    context.fillRect(x, kept, width, zero - kept);
    context.globalAlpha = MADE_ALPHA;
    context.fillRect(x, top, width, kept - top);
    context.lineTo(x, top);
    context.lineTo(x + width, top);
  }
  context.globalAlpha = 1;
  context.stroke();
}

function drawMeasured(context: Surface, { tracks }: TimelineFrame, y: number): void {
  context.strokeStyle = themeColor('--vscode-foreground');
  context.lineWidth = 1.25;
  context.setLineDash([5, 3]);
  context.beginPath();
  context.moveTo(tracks.left, y);
  context.lineTo(tracks.right, y);
  context.stroke();
  context.setLineDash([]);
}

function drawPeak(context: Surface, frame: TimelineFrame, memory: StepMemory, y: (bytes: number) => number): void {
  const { steps, tracks } = frame;
  const { peakStep, liveBytes } = memory;
  if (peakStep < 0) return;
  const x = xOf(frame, ((steps.starts[peakStep] ?? 0) + (steps.starts[peakStep + 1] ?? 0)) / 2);
  if (x < tracks.left || x > tracks.right) return;
  const top = y(liveBytes[peakStep] ?? 0);
  context.fillStyle = themeColor('--vscode-foreground');
  context.beginPath();
  context.arc(x, top, 2.5, 0, 2 * Math.PI);
  context.fill();
  const fitter = new TextFitter(context);
  const [value, name] = [
    l10n.t('peak {0}', formatBytes(liveBytes[peakStep] ?? NaN)),
    steps.model.layers[steps.layers[peakStep] ?? -1]?.name ?? '',
  ];
  context.font = canvasFont(11, 600);
  const valueWidth = fitter.width(value);
  context.font = canvasFont(11);
  const whole = valueWidth + 5 + fitter.width(name);
  const start = x + 8 + whole < tracks.right ? x + 8 : Math.max(tracks.left + 2, x - 8 - whole);
  const baseline = Math.max(tracks.memory.top + 4, top - 5);
  drawHalo(context, { x: start - 3, y: baseline - 11, width: whole + 6, height: 14 });
  context.font = canvasFont(11, 600);
  context.fillStyle = themeColor('--vscode-foreground');
  context.fillText(value, start, baseline);
  context.font = canvasFont(11);
  context.fillStyle = themeColor('--lw-muted');
  context.fillText(name, start + valueWidth + 5, baseline);
}

/** What stands below a label pales, so that it can be read over the area. */
function drawHalo(
  context: Surface,
  { x, y, width, height }: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): void {
  context.globalAlpha = 0.82;
  context.fillStyle = themeColor('--vscode-editor-background');
  context.fillRect(x, y, width, height);
  context.globalAlpha = 1;
}
