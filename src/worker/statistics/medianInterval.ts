import { quantileOfSorted, sorted } from '../../shared/base/quantile';
import type { Interval } from './interval';

/**
 * Median with a distribution-free confidence interval: the pair of order statistics (r, n + 1 − r) with the largest r that still covers the median with
 * probability ≥ `confidence` under Binomial(n, ½) (David and Nagaraja, Order Statistics, 3rd ed., section 7.1). With fewer than 6 values no pair reaches
 * 95 %; the bounds are then the extremes. Where values depend on each other, `independent` says how many independent ones they are worth; the ranks then lie as
 * far out as those of so few.
 */
export function medianInterval(values: ArrayLike<number>, confidence = 0.95, independent = values.length): Interval {
  const ordered = sorted(values);
  const worth = Math.floor(independent);
  const rank = Math.floor((coveringRank(worth, confidence) * (ordered.length + 1)) / (worth + 1));
  const outside = Math.max(0, rank - 1);
  return {
    median: quantileOfSorted(ordered, 0.5),
    low: ordered[outside] ?? Number.NaN,
    high: ordered[ordered.length - 1 - outside] ?? Number.NaN,
  };
}

/** Half the interval's width relative to the median, the stop rule's measure. */
export function relativeHalfWidth({ median: middle, low, high }: Interval): number {
  return (high - low) / (2 * middle);
}

/** Largest 1-based rank whose order statistic is above the median with probability ≤ (1 − confidence) / 2; 0 where there is none. */
function coveringRank(count: number, confidence: number): number {
  const allowed = (1 - confidence) / 2;
  // In logarithms: 0.5^n underflows at 1075 runs.
  let logTerm = -count * Math.LN2;
  let tail = Math.exp(logTerm);
  let rank = 0;
  while (rank < count / 2 && tail <= allowed) {
    rank++;
    logTerm += Math.log((count - rank + 1) / rank);
    tail += Math.exp(logTerm);
  }
  return rank;
}
