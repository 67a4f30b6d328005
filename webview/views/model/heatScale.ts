import type { LayerColumn } from './layerModel';

/** From a value to its place on the ramp and to the length of its bar. */
export interface HeatScale {
  readonly column: LayerColumn;
  readonly isLog: boolean;
  /** Ends that the user chose, low and high; `undefined` while the column's own are shown. */
  readonly range: readonly [number, number] | undefined;
  /** 0 (cold) … 1 (hot); 0 for unknown values. */
  heat(value: number): number;
  /** The value at a place of the ramp, the inverse of `heat`. */
  valueAt(t: number): number;
  /** Length of a bar, 0..1: never logarithmic, so that lengths compare. */
  length(value: number): number;
}

/**
 * A user may switch a linear column to a logarithmic scale; columns that are logarithmic by nature stay so. `range`: the ends of the colours where the user
 * chose others; lengths of bars stay what they are.
 */
export function heatScale(column: LayerColumn, preferLog: boolean, range?: readonly [number, number]): HeatScale {
  const isLog = column.scale === 'log' || preferLog;
  const [low, high] = column.domain;
  const [from, to] = range ?? [isLog ? smallestShown(column) : low, high];
  const place = isLog ? logPlace(from, to) : linearPlace(from, to);
  const turn = (t: number) => (column.direction === 'low-is-hot' ? 1 - t : t);
  const clamp = (t: number) => (Number.isFinite(t) ? Math.max(0, Math.min(1, t)) : 0);
  const inDomain = linearPlace(Math.min(low, column.scale === 'log' ? 0 : low), high);
  return {
    column,
    isLog,
    range,
    heat: value => (Number.isNaN(value) ? 0 : clamp(turn(clamp(place(value))))),
    valueAt: t => (isLog ? from * (to / from) ** turn(t) : from + (to - from) * turn(t)),
    length: value => clamp(column.ramp === 'change' ? Math.abs(value) / high : inDomain(value)),
  };
}

/** Worth a logarithmic scale: the 90th percentile is under a tenth of the maximum (design spec 6.3). */
export function isSkewed(column: LayerColumn): boolean {
  const known = column.values.filter(value => value > 0).sort();
  const p90 = known[Math.floor(known.length * 0.9)];
  return column.ramp === undefined && column.scale === 'linear' && p90 !== undefined && p90 < column.domain[1] * 0.1;
}

/** Counts of layers over `bins` equal parts of the ramp. */
export function heatHistogram(scale: HeatScale, bins: number): Uint32Array {
  const counts = new Uint32Array(bins);
  for (const value of scale.column.values) {
    if (Number.isNaN(value)) continue;
    const bin = Math.min(bins - 1, Math.floor(scale.heat(value) * bins));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

function linearPlace(low: number, high: number): (value: number) => number {
  return value => (high > low ? (value - low) / (high - low) : 0);
}

function logPlace(low: number, high: number): (value: number) => number {
  const span = Math.log(high / low);
  return value => (span > 0 && value > 0 ? Math.log(value / low) / span : 0);
}

/** Four decades at most: what is smaller has the coldest colour. */
function smallestShown(column: LayerColumn): number {
  const [low, high] = column.domain;
  const smallest = column.values.reduce((found, value) => (value > 0 && value < found ? value : found), high);
  return Math.max(low, column.floor, smallest, high * 1e-4);
}
