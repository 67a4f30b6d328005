import type { Speedup, SpeedVerdict } from '../../shared/report/comparison';
import type { Interval } from './interval';

/** Ratios inside 1 ± this are not worth a word. */
export const DEAD_ZONE = 0.02;
/** An interval wider than this says nothing, whatever its middle. */
const WIDEST = 0.25;

/**
 * The interval of base / variant against the dead zone of ±2 %: wholly above it is faster, wholly below slower. One that touches the zone is no measurable
 * difference, or too noisy when it is wide. A wide interval must also keep a distance of half its width from 1: medians of two groups of disturbed runs differ
 * that much by chance more often than the interval believes. `cpu`: interval of the ratio of CPU times where that is a witness (one thread: a run that is not
 * disturbed takes its CPU time); a difference that it does not see in the same direction is none.
 */
export function speedVerdict({ low, high }: Pick<Interval, 'low' | 'high'>, cpu?: Pick<Interval, 'low' | 'high'>): SpeedVerdict {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return 'too noisy';
  const width = high - low;
  if (width > WIDEST && Math.max(low - 1, 1 - high) < width / 2) return 'too noisy';
  if (low > 1 + DEAD_ZONE) return cpu === undefined || cpu.high > 1 + DEAD_ZONE ? 'faster' : 'no measurable difference';
  if (high < 1 / (1 + DEAD_ZONE)) return cpu === undefined || cpu.low < 1 / (1 + DEAD_ZONE) ? 'slower' : 'no measurable difference';
  return 'no measurable difference';
}

/** Whether the middle of the interval lies outside of the dead zone while the verdict cannot say so: a narrower interval may. */
export function isUndecided({ median, verdict }: Pick<Speedup, 'median' | 'verdict'>): boolean {
  return verdict !== 'faster' && verdict !== 'slower' && (median > 1 + DEAD_ZONE || median < 1 / (1 + DEAD_ZONE));
}
