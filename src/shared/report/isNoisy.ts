import type { LatencyStatistics } from './latency';

/** An interval wider than this share of the median, to either side, is called noisy (design spec 4.1). */
const NOISY = 0.1;

/** Whether a latency is too uncertain to stand without a warning. */
export function isNoisy({
  medianMs,
  lowMs,
  highMs,
  reliable,
}: Pick<LatencyStatistics, 'medianMs' | 'lowMs' | 'highMs' | 'reliable'>): boolean {
  return !reliable || highMs - lowMs > 2 * NOISY * medianMs;
}
