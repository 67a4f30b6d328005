import { largest, smallest } from '../../../src/shared/base/extremes';
import { axisTicks } from '../../ui/axisTicks';
import type { ComparedRow, Estimate } from './comparedRow';

/** What stands upwards: agreement where it is known on data, else smallness. */
export type ParetoMeasure = 'agreement' | 'bytes';

export interface ParetoPoint {
  readonly row: ComparedRow;
  readonly latencyMs: Estimate;
  readonly value: Estimate;
  /** In pixels. */
  readonly cx: number;
  readonly cy: number;
  readonly radius: number;
}

export interface ParetoFrame {
  readonly measure: ParetoMeasure;
  readonly width: number;
  readonly height: number;
  readonly points: readonly ParetoPoint[];
  readonly xTicks: readonly number[];
  readonly yTicks: readonly number[];
  readonly x: (latencyMs: number) => number;
  readonly y: (value: number) => number;
}

export const PLOT = { left: 52, right: 14, top: 24, bottom: 40 } as const;
/** Area is file size: the largest dot and the smallest that is still seen. */
const RADII = { most: 9, least: 3 } as const;
/** Agreements are drawn down to here at least, so that a difference of a sample in a thousand is no cliff. */
const LEAST_SPAN = 0.02;

/** Rows with a latency, and an agreement where any file has one. */
export function paretoFrame(rows: readonly ComparedRow[], width: number, height: number): ParetoFrame | undefined {
  const measure = rows.some(({ file, agreement }) => file !== undefined && agreement !== undefined) ? 'agreement' : 'bytes';
  const found = rows.flatMap(row => {
    const value = measure === 'agreement' ? row.agreement : { value: row.bytes, low: row.bytes, high: row.bytes };
    return row.latencyMs === undefined || value === undefined ? [] : [{ row, latencyMs: row.latencyMs, value }];
  });
  if (found.length < 2) return undefined;
  const xAxis = axisTicks(0, largest(found.map(({ latencyMs }) => latencyMs.high)), 5);
  const lowest = smallest(found.map(({ value }) => value.low));
  const highest = largest(found.map(({ value }) => value.high));
  const yAxis = measure === 'agreement' ? axisTicks(Math.min(lowest, 1 - LEAST_SPAN), 1, 5) : axisTicks(0, highest, 5);
  const x = (latencyMs: number) => PLOT.left + ((latencyMs - xAxis.from) / (xAxis.to - xAxis.from)) * (width - PLOT.left - PLOT.right);
  const y = (value: number) => height - PLOT.bottom - ((value - yAxis.from) / (yAxis.to - yAxis.from)) * (height - PLOT.top - PLOT.bottom);
  const most = largest(found.map(({ row }) => row.bytes));
  const points = found.map(({ row, latencyMs, value }): ParetoPoint => {
    const radius = Math.max(RADII.least, RADII.most * Math.sqrt(row.bytes / most));
    return { row, latencyMs, value, cx: x(latencyMs.value), cy: y(value.value), radius };
  });
  return {
    measure,
    width,
    height,
    points,
    xTicks: xAxis.ticks,
    yTicks: yAxis.ticks.filter(tick => measure === 'bytes' || tick <= 1 + 1e-9),
    x,
    y,
  };
}
