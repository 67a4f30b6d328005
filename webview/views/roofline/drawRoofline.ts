import * as l10n from '@vscode/l10n';
import { formatBytes, formatExact, formatValue } from '../../../src/shared/base/formatNumber';
import { TextFitter } from '../../draw/textFitter';
import type { Surface } from '../../draw/surface';
import { canvasFont, heatColor, themeColor } from '../../ui/theme';
import { placeLabels } from './placeLabels';
import { PLOT, plotX, plotY, type Dot, type RooflineFrame } from './rooflineFrame';
import { computeRoof, ridge, shareOfRoof } from './rooflinePoints';
import { pointText, speedText } from './rooflineWords';

const DIMMED_ALPHA = 0.2;
const DOT_ALPHA = 0.92;
const MOST_LABELS = 5;
/** Room of the text above the compute roof. */
const ROOF_TEXT = 270;
const HALO_ALPHA = 0.8;
/** Texts along a slope stand near its lower end, where there are fewer dots. */
const ALONG = 0.3;

/** Grid, roofs and dots, log-log (Williams, Waterman and Patterson 2009; design spec 4.8). */
export function drawRoofline(context: Surface, frame: RooflineFrame, dots: readonly Dot[]): void {
  drawGrid(context, frame);
  const isInteger = frame.points.some(point => point.isInteger);
  drawCacheRoof(context, frame);
  drawRoof(context, frame, false);
  if (isInteger) drawRoof(context, frame, true);
  drawRidge(context, frame);
  for (const dot of dots) drawDot(context, frame, dot);
}

/** The selected and the hovered dot with their labels, and as many others as have room, on a canvas of their own. */
export function drawRooflineMarks(
  context: Surface,
  frame: RooflineFrame,
  dots: readonly Dot[],
  { selected, hovered }: { readonly selected: Dot | undefined; readonly hovered: Dot | undefined },
): void {
  if (selected !== undefined) {
    drawDot(context, frame, selected);
    outline(context, selected, themeColor('--vscode-editor-background'), 4.5);
    outline(context, selected, themeColor('--vscode-focusBorder'), 2);
  }
  if (hovered !== undefined && hovered !== selected) outline(context, hovered, themeColor('--vscode-foreground'), 1);
  drawLabels(context, frame, dots, selected);
}

function drawGrid(context: Surface, frame: RooflineFrame): void {
  const { width, height, xAxis, yAxis } = frame;
  context.font = canvasFont(11);
  context.lineWidth = 1;
  context.strokeStyle = themeColor('--lw-hair');
  context.fillStyle = themeColor('--lw-muted');
  context.textAlign = 'right';
  for (const tick of yAxis.ticks) {
    const y = Math.round(plotY(frame, tick)) + 0.5;
    line(context, PLOT.left, y, width - PLOT.right, y);
    context.fillText(formatGiga(tick), PLOT.left - 8, y + 3.5);
  }
  context.textAlign = 'center';
  for (const tick of xAxis.ticks) {
    const x = Math.round(plotX(frame, tick)) + 0.5;
    line(context, x, PLOT.top, x, height - PLOT.bottom);
    context.fillText(formatExact(tick), x, height - PLOT.bottom + 16);
  }
  context.fillText(l10n.t('Arithmetic intensity, FLOP per byte moved'), (PLOT.left + width - PLOT.right) / 2, height - PLOT.bottom + 33);
  context.textAlign = 'left';
  context.fillText('GFLOP/s', 14, PLOT.top - 10);
}

function formatGiga(flopPerSecond: number): string {
  return formatExact(Number((flopPerSecond / 1e9).toPrecision(3)));
}

/** Memory roof up to the ridge, compute roof from there on. */
function drawRoof(context: Surface, frame: RooflineFrame, isInteger: boolean): void {
  const { roofs, xAxis, width } = frame;
  const peak = computeRoof(roofs, isInteger);
  const corner = ridge(roofs, isInteger);
  const start = isInteger ? ridge(roofs, false) : xAxis.from;
  const [x0, y0] = [plotX(frame, start), plotY(frame, start * roofs.memoryBytesPerSecond)];
  const [x1, y1] = [plotX(frame, corner), plotY(frame, peak)];
  context.strokeStyle = themeColor('--vscode-foreground');
  context.lineWidth = 1.25;
  clipped(context, frame, () => {
    context.beginPath();
    context.moveTo(x0, y0);
    context.lineTo(x1, y1);
    context.lineTo(width - PLOT.right, y1);
    context.stroke();
  });
  context.font = canvasFont(11);
  context.textAlign = 'right';
  context.fillStyle = themeColor('--vscode-foreground');
  const text = isInteger
    ? l10n.t('integer roof {0} measured, MatMul', speedText(peak))
    : l10n.t('compute roof {0} measured, MatMul', speedText(peak));
  context.fillText(text, width - PLOT.right - 2, y1 - 6);
  context.textAlign = 'left';
  if (!isInteger)
    alongSlope(
      context,
      frame,
      roofs.memoryBytesPerSecond,
      l10n.t('memory roof {0}/s measured, elementwise', formatBytes(roofs.memoryBytesPerSecond)),
    );
}

type CacheRoof = RooflineFrame['roofs']['caches'][number];

/** Where something is faster than memory the bandwidth of the fastest cache shows why. */
function drawCacheRoof(context: Surface, frame: RooflineFrame): void {
  const { roofs, points, xAxis } = frame;
  const isAbove = points.some(point => shareOfRoof(point, roofs) > 1.05 && point.intensity < ridge(roofs, point.isInteger));
  const cache = roofs.caches.reduce<CacheRoof | undefined>(
    (most, other) => (most === undefined || other.bytesPerSecond > most.bytesPerSecond ? other : most),
    undefined,
  );
  if (!isAbove || cache === undefined || cache.bytesPerSecond <= roofs.memoryBytesPerSecond) return;
  const fastest = cache.bytesPerSecond;
  const peak = computeRoof(roofs, false);
  context.strokeStyle = themeColor('--lw-faint');
  context.lineWidth = 1;
  context.setLineDash([6, 3]);
  clipped(context, frame, () => {
    line(context, plotX(frame, xAxis.from), plotY(frame, xAxis.from * fastest), plotX(frame, peak / fastest), plotY(frame, peak));
  });
  context.setLineDash([]);
  alongSlope(
    context,
    frame,
    fastest,
    l10n.t('cache {0}/s measured, elementwise in {1}', formatBytes(fastest), formatBytes(cache.workingSetBytes)),
  );
}

/** Text above the slope of a bandwidth. */
function alongSlope(context: Surface, frame: RooflineFrame, bytesPerSecond: number, text: string): void {
  const { xAxis, yAxis } = frame;
  const from = Math.max(xAxis.from, yAxis.from / bytesPerSecond);
  const to = Math.min(xAxis.to, computeRoof(frame.roofs, false) / bytesPerSecond);
  const [x0, y0, x1, y1] = [plotX(frame, from), plotY(frame, from * bytesPerSecond), plotX(frame, to), plotY(frame, to * bytesPerSecond)];
  context.font = canvasFont(11);
  const length = Math.hypot(x1 - x0, y1 - y0);
  const textWidth = new TextFitter(context).width(text);
  if (!(length > textWidth + 20)) return;
  context.save();
  const along = Math.max(ALONG, (textWidth / 2 + 8) / length);
  context.translate(x0 + (x1 - x0) * along, y0 + (y1 - y0) * along);
  context.rotate(Math.atan2(y1 - y0, x1 - x0));
  context.fillStyle = themeColor('--lw-muted');
  context.textAlign = 'center';
  context.fillText(text, 0, -6);
  context.restore();
}

function drawRidge(context: Surface, frame: RooflineFrame): void {
  const { roofs, height } = frame;
  const corner = ridge(roofs, false);
  const x = plotX(frame, corner);
  context.strokeStyle = themeColor('--lw-muted');
  context.lineWidth = 1;
  context.setLineDash([3, 3]);
  line(context, x, plotY(frame, computeRoof(roofs, false)), x, height - PLOT.bottom);
  context.setLineDash([]);
  context.font = canvasFont(11);
  context.fillStyle = themeColor('--lw-muted');
  context.fillText(l10n.t('ridge {0}', formatValue(corner, 'flopPerByte')), x + 6, height - PLOT.bottom - 8);
}

function drawDot(context: Surface, frame: RooflineFrame, { point, x, y, radius }: Dot): void {
  const layer = frame.points[point]?.layer ?? -1;
  const { scale } = frame;
  const value = scale.column.values[layer] ?? NaN;
  const color = Number.isNaN(value) ? themeColor('--lw-muted') : heatColor(scale.heat(value));
  context.globalAlpha = frame.isDimmed(layer) ? DIMMED_ALPHA : DOT_ALPHA;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  if (frame.isMeasured) {
    context.fillStyle = color;
    context.fill();
    context.strokeStyle = themeColor('--vscode-editor-background');
    context.lineWidth = 1;
  } else {
    context.strokeStyle = color;
    context.lineWidth = 2;
  }
  context.stroke();
  context.strokeStyle = themeColor('--lw-muted');
  context.lineWidth = 0.5;
  context.stroke();
  context.globalAlpha = 1;
}

function outline(context: Surface, { x, y, radius }: Dot, color: string, width: number): void {
  context.strokeStyle = color;
  context.lineWidth = width;
  context.beginPath();
  context.arc(x, y, radius + 1, 0, 2 * Math.PI);
  context.stroke();
}

function drawLabels(context: Surface, frame: RooflineFrame, dots: readonly Dot[], selected: Dot | undefined): void {
  const { model, points, roofs, width, height } = frame;
  const fitter = new TextFitter(context);
  const nameOf = (dot: Dot) => model.layers[points[dot.point]?.layer ?? -1]?.name ?? '';
  const textOf = (dot: Dot) => {
    const point = points[dot.point];
    return point === undefined ? '' : ` ${pointText(point, frame)}`;
  };
  const widthOf = (dot: Dot) => {
    context.font = canvasFont(11, 600);
    const name = fitter.width(nameOf(dot));
    context.font = canvasFont(11);
    return name + fitter.width(textOf(dot));
  };
  const others = dots.filter(dot => dot !== selected && !frame.isDimmed(points[dot.point]?.layer ?? -1)).slice(0, MOST_LABELS);
  const wanted = selected === undefined ? others : [selected, ...others];
  const room = { left: PLOT.left, right: width - PLOT.right, top: PLOT.top, bottom: height - PLOT.bottom };
  const top = plotY(frame, computeRoof(roofs, false));
  const texts = [{ x: room.right - ROOF_TEXT, y: top - 18, width: ROOF_TEXT, height: 20 }];
  for (const { dot, x, y } of placeLabels(wanted, { ...room, dots, texts, widthOf, always: selected })) {
    context.globalAlpha = HALO_ALPHA;
    context.fillStyle = themeColor('--vscode-editor-background');
    context.fillRect(x - 2, y - 11, widthOf(dot) + 4, 15);
    context.globalAlpha = 1;
    context.strokeStyle = themeColor('--lw-muted');
    context.lineWidth = 0.75;
    const isLeft = x + widthOf(dot) < dot.x;
    if (Math.abs(y - dot.y) > 10)
      line(context, dot.x, dot.y + Math.sign(y - dot.y) * dot.radius, isLeft ? x + widthOf(dot) + 2 : x - 2, y - 4);
    context.font = canvasFont(11, dot === selected ? 600 : 400);
    context.fillStyle = themeColor('--vscode-foreground');
    context.fillText(nameOf(dot), x, y);
    const shift = fitter.width(nameOf(dot));
    context.font = canvasFont(11);
    context.fillStyle = themeColor('--lw-muted');
    context.fillText(textOf(dot), x + shift, y);
  }
}

function clipped(context: Surface, { width, height }: RooflineFrame, draw: () => void): void {
  context.save();
  context.beginPath();
  context.rect(PLOT.left, PLOT.top - 8, width - PLOT.left - PLOT.right, height - PLOT.top - PLOT.bottom + 8);
  context.clip();
  draw();
  context.restore();
}

function line(context: Surface, x0: number, y0: number, x1: number, y1: number): void {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}
