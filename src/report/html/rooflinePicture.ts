import { formatCount, formatDuration, formatSignificant } from '../../shared/base/formatNumber';
import type { MachineRoofs } from '../../shared/report/machine';
import type { RooflinePlot } from '../../shared/report/roofline';
import type { ReportContent } from '../reportContent';
import { heatClass } from './heatClass';
import { at, markup, type Markup } from './markup';

const [WIDTH, HEIGHT] = [984, 380];
const FRAME = { left: 64, right: 12, top: 14, bottom: 34 };
const LARGEST_RADIUS = 15;
const MOST_POINTS = 250;

interface Point {
  readonly node: number;
  readonly intensity: number;
  readonly flopPerSecond: number;
  readonly timeMs: number;
  readonly isInteger: boolean;
}

/** From powers of ten to pixels. */
interface Axes {
  readonly x: (intensity: number) => number;
  readonly y: (flopPerSecond: number) => number;
  readonly decadesX: readonly number[];
  readonly decadesY: readonly number[];
}

/** Log-log: speed over arithmetic intensity below the roofs of the machine, one dot per kernel, its area the time. */
export function rooflinePicture({ graph, profile }: ReportContent, { roofs, work }: RooflinePlot): Markup {
  const floorMs = profile?.floorMs ?? 0;
  const points = Array.from(work.nodes, (node, index): Point => {
    const [flops, bytes, timeMs] = [work.flops[index]!, work.bytes[index]!, work.timeMs[index]!];
    return { node, intensity: flops / bytes, flopPerSecond: (1000 * flops) / timeMs, timeMs, isInteger: work.integer[index] === 1 };
  })
    .filter(({ timeMs, intensity, flopPerSecond }) => timeMs > floorMs && intensity > 0 && flopPerSecond > 0)
    .sort((a, b) => b.timeMs - a.timeMs)
    .slice(0, MOST_POINTS);
  const axes = axesOf(points, roofs);
  const most = points[0]?.timeMs ?? 0;
  const name = ({ node }: Point): string => (graph.nodes.names[node] ?? '').slice(0, 80);
  const dots = points.map(
    point =>
      markup`<circle class="${heatClass(point.timeMs, most)} dot" cx="${at(axes.x(point.intensity))}" cy="${at(axes.y(point.flopPerSecond))}" r="${at(Math.max(2, LARGEST_RADIUS * Math.sqrt(point.timeMs / most)))}"><title> ${name(point)}: ${formatDuration(point.timeMs)}, ${formatCount(point.flopPerSecond)}FLOP/s at ${formatSignificant(point.intensity)} FLOP/B</title></circle>`,
  );
  return markup`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Roofline"> ${grid(axes)}${roofLines(axes, roofs, points)}${dots} </svg>`;
}

function axesOf(points: readonly Point[], roofs: MachineRoofs): Axes {
  const peak = Math.max(roofs.float32FlopPerSecond, points.some(({ isInteger }) => isInteger) ? roofs.int8FlopPerSecond : 0);
  const ridge = roofs.float32FlopPerSecond / roofs.memoryBytesPerSecond;
  const [fromX, toX] = decades([...points.map(({ intensity }) => intensity), ridge / 4, ridge * 8]);
  const [fromY, toY] = decades([...points.map(({ flopPerSecond }) => flopPerSecond), peak]);
  const across = (value: number, from: number, to: number): number => (Math.log10(value) - from) / (to - from);
  return {
    x: intensity => FRAME.left + across(intensity, fromX, toX) * (WIDTH - FRAME.left - FRAME.right),
    y: speed => HEIGHT - FRAME.bottom - across(speed, fromY, toY) * (HEIGHT - FRAME.top - FRAME.bottom),
    decadesX: powers(fromX, toX),
    decadesY: powers(fromY, toY),
  };
}

function decades(values: readonly number[]): readonly [number, number] {
  const logs = values.map(Math.log10);
  const from = Math.floor(Math.min(...logs));
  return [from, Math.max(from + 1, Math.ceil(Math.max(...logs)))];
}

function powers(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => 10 ** (from + index));
}

function grid({ x, y, decadesX, decadesY }: Axes): Markup {
  const [left, right, top, bottom] = [FRAME.left, WIDTH - FRAME.right, FRAME.top, HEIGHT - FRAME.bottom];
  const columns = decadesX.map(
    value =>
      markup`<path class="grid" d="M${at(x(value))} ${top}V${bottom}" /><text class="xs muted" x="${at(x(value))}" y="${bottom + 14}" text-anchor="middle">${formatSignificant(value, 1)}</text>`,
  );
  const rows = decadesY.map(
    value =>
      markup`<path class="grid" d="M${left} ${at(y(value))}H${right}" /><text class="xs muted" x="${left - 5}" y="${at(y(value) + 4)}" text-anchor="end">${formatCount(value)}</text>`,
  );
  return markup`${columns}${rows}<text class="xs muted" x="${right}" y="${HEIGHT - 4}" text-anchor="end">FLOP per byte</text><text class="xs muted" x="0" y="10">FLOP/s</text>`;
}

function roofLines(axes: Axes, roofs: MachineRoofs, points: readonly Point[]): Markup {
  const { float32FlopPerSecond, int8FlopPerSecond, memoryBytesPerSecond } = roofs;
  const hasIntegers = points.some(({ isInteger }) => isInteger);
  return markup`${roof(axes, float32FlopPerSecond, memoryBytesPerSecond, 'FP32')}${hasIntegers ? roof(axes, int8FlopPerSecond, memoryBytesPerSecond, 'INT8') : undefined}`;
}

function roof({ x, y, decadesX, decadesY }: Axes, peak: number, bandwidth: number, name: string): Markup {
  const [left, right] = [Math.max(decadesX[0]!, decadesY[0]! / bandwidth), decadesX[decadesX.length - 1]!];
  const ridge = peak / bandwidth;
  const label = `${name} ${formatCount(peak)}FLOP/s`;
  return markup`<path class="roof" d="M${at(x(left))} ${at(y(left * bandwidth))}L${at(x(ridge))} ${at(y(peak))}H${at(x(right))}" /><text class="xs" x="${at(x(right) - 4)}" y="${at(y(peak) - 5)}" text-anchor="end">${label}</text>`;
}
