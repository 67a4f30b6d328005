import { median } from '../../shared/base/quantile';

/** Fewer runs say nothing about a trend. */
const FEWEST_RUNS = 20;

/** Change of the median from the first to the second half of the runs, relative to the first; `undefined` for too few runs. */
export function drift(wallMs: ArrayLike<number>): number | undefined {
  if (wallMs.length < FEWEST_RUNS) return undefined;
  const values = Array.from(wallMs);
  const half = Math.floor(values.length / 2);
  const first = median(values.slice(0, half));
  return median(values.slice(half)) / first - 1;
}
