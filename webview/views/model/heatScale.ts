import { clampShare, heatPlaces, linearPlace, type HeatPlaces } from '../../../src/shared/report/heatPlaces';
import type { LayerColumn } from './layerModel';

/** From a value to its place on the ramp and to the length of its bar. */
export interface HeatScale extends HeatPlaces {
  readonly column: LayerColumn;
  readonly isLog: boolean;
  /** Ends that the user chose, low and high; `undefined` while the column's own are shown. */
  readonly range: readonly [number, number] | undefined;
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
  const inDomain = linearPlace(Math.min(low, column.scale === 'log' ? 0 : low), high);
  return {
    ...heatPlaces(column, isLog, range),
    column,
    isLog,
    range,
    length: value => clampShare(column.ramp === 'change' ? Math.abs(value) / high : inDomain(value)),
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
