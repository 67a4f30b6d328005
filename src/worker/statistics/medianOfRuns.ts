import { independentRuns } from './independentRuns';
import type { Interval } from './interval';
import { medianInterval } from './medianInterval';

/** Median, with its 95 % interval, of runs in the order in which they were made: neighbours are alike, so they are worth fewer independent ones. */
export function medianOfRuns(wallMs: ArrayLike<number>): Interval {
  return medianInterval(wallMs, 0.95, independentRuns(wallMs));
}
