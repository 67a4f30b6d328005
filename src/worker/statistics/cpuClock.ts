import { median } from '../../shared/base/quantile';

/** Step of the clock over the usual time, up to which times of single runs can be compared. */
const COARSEST_STEP = 0.01;
/** The same up to which the median says more than the mean, which what happens seldom distorts. */
const COARSEST_FOR_MEDIAN = 0.1;

/**
 * Whether the clock that counts CPU time is fine enough for single runs. Windows counts in ticks of 15.6 ms and others in microseconds, which is too coarse for the
 * smallest models; every time is a multiple of the step, so the step is what all of them can be divided by.
 */
export function resolvesRuns(cpuMs: ArrayLike<number>): boolean {
  return isFinerThan(COARSEST_STEP, cpuMs);
}

function isFinerThan(share: number, cpuMs: ArrayLike<number>): boolean {
  let step = 0;
  for (let run = 0; run < cpuMs.length; run++) step = commonDivisor(Math.round((cpuMs[run] ?? 0) * 1000), step);
  return step > 0 && step <= share * 1000 * median(cpuMs);
}

/** CPU time of a usual run in milliseconds: the median, or the mean where the clock is too coarse for single runs. */
export function usualCpuMs(cpuMs: ArrayLike<number>): number {
  if (isFinerThan(COARSEST_FOR_MEDIAN, cpuMs)) return median(cpuMs);
  return Array.from(cpuMs).reduce((sum, ms) => sum + ms, 0) / cpuMs.length;
}

/** Euclid's algorithm; 0 divides into nothing. */
function commonDivisor(a: number, b: number): number {
  let [large, small] = [a, b];
  while (small > 0) [large, small] = [small, large % small];
  return large;
}
