import { largest, smallest } from '../../../src/shared/base/extremes';
import type { MachineRoofs } from '../../../src/shared/report/machine';
import type { RooflinePlot } from '../../../src/shared/report/roofline';
import type { HeatScale } from '../model/heatScale';
import type { LayerModel } from '../model/layerModel';
import { logAxis, logPlace, type LogAxis } from './logAxis';
import { computeRoof, ridge, type RooflinePoint } from './rooflinePoints';

/** Everything that the canvas of the roofline is drawn from. */
export interface RooflineFrame {
  readonly model: LayerModel;
  readonly roofs: MachineRoofs;
  readonly points: readonly RooflinePoint[];
  /** Whether times are measured; predicted ones are drawn hollow. */
  readonly isMeasured: boolean;
  /** Of predicted times. */
  readonly uncertainty: RooflinePlot['uncertainty'];
  readonly scale: HeatScale;
  readonly isDimmed: (layer: number) => boolean;
  readonly width: number;
  readonly height: number;
  readonly xAxis: LogAxis;
  readonly yAxis: LogAxis;
}

export const PLOT = { left: 58, right: 16, top: 24, bottom: 42 } as const;
const SMALLEST_DOT = 2.5;
const LARGEST_DOT = 11;
/** A range of intensities that keeps the shape of the roof on screen. */
const LEFT_OF_RIDGE = 1 / 12;
const RIGHT_OF_RIDGE = 6;

/** Axes that hold all points and the corner of the roof. */
export function rooflineAxes(points: readonly RooflinePoint[], roofs: MachineRoofs): { readonly xAxis: LogAxis; readonly yAxis: LogAxis } {
  const isInteger = points.some(point => point.isInteger);
  const [corner, peak] = [ridge(roofs, false), computeRoof(roofs, isInteger)];
  const low = smallest([corner * LEFT_OF_RIDGE, ...points.map(({ intensity }) => intensity)]);
  const high = largest([ridge(roofs, isInteger) * RIGHT_OF_RIDGE, ...points.map(({ intensity }) => intensity)]);
  const speeds = points.map(({ flopPerSecond }) => flopPerSecond);
  const yLow = smallest([computeRoof(roofs, false) / 12, ...speeds]);
  return { xAxis: logAxis(low, high), yAxis: logAxis(yLow, largest([peak, ...speeds])) };
}

export function plotX({ xAxis, width }: Pick<RooflineFrame, 'xAxis' | 'width'>, intensity: number): number {
  return PLOT.left + logPlace(xAxis, intensity) * Math.max(1, width - PLOT.left - PLOT.right);
}

export function plotY({ yAxis, height }: Pick<RooflineFrame, 'yAxis' | 'height'>, flopPerSecond: number): number {
  return height - PLOT.bottom - logPlace(yAxis, flopPerSecond) * Math.max(1, height - PLOT.top - PLOT.bottom);
}

/** A dot on screen. */
export interface Dot {
  readonly point: number;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** More dots than this are thinned out: in each small square the one with most time stays. */
const MOST_DOTS = 2000;
const SQUARE_PX = 4;

/** Dots whose area is the time, the largest first so that small ones stay on top. */
export function rooflineDots(frame: RooflineFrame): readonly Dot[] {
  const most = largest(frame.points.map(({ timeMs }) => timeMs));
  const dots = frame.points.map(({ intensity, flopPerSecond, timeMs }, point): Dot => ({
    point,
    x: plotX(frame, intensity),
    y: plotY(frame, flopPerSecond),
    radius: Math.max(SMALLEST_DOT, LARGEST_DOT * Math.sqrt(timeMs / most)),
  }));
  dots.sort((a, b) => b.radius - a.radius);
  if (dots.length <= MOST_DOTS) return dots;
  const taken = new Set<string>();
  return dots.filter(({ x, y }) => {
    const square = `${Math.round(x / SQUARE_PX)} ${Math.round(y / SQUARE_PX)}`;
    const isFree = !taken.has(square);
    taken.add(square);
    return isFree;
  });
}

/** The dot under the pointer, the smallest of several; `undefined` for none. */
export function dotAt(dots: readonly Dot[], x: number, y: number): Dot | undefined {
  const near = dots.filter(dot => Math.hypot(dot.x - x, dot.y - y) <= dot.radius + 3);
  return near.reduce<Dot | undefined>((found, dot) => (found === undefined || dot.radius <= found.radius ? dot : found), undefined);
}
