import { median } from '../../shared/base/quantile';

/** Runs that one judgement looks at. */
const WINDOW = 5;
const TOLERANCE = 0.02;

/** Warm enough: the medians of the last five runs and of the five before differ by less than 2 %. */
export function isWarm(wallMs: readonly number[]): boolean {
  if (wallMs.length < 2 * WINDOW) return false;
  const last = median(wallMs.slice(-WINDOW));
  const before = median(wallMs.slice(-2 * WINDOW, -WINDOW));
  return Math.abs(last - before) <= TOLERANCE * before;
}
