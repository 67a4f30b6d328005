import { bisect } from './bisect';

/** Error rate of one-sided bounds. */
export const ALPHA = 0.05;

/**
 * Largest probability that is compatible, at 95 % one-sided, with seeing no more than `events` in `trials` (Clopper and Pearson 1934, exact: P(X ≤ events) = 0.05
 * at the bound). 1 without trials.
 */
export function upperBinomialBound(events: number, trials: number): number {
  if (events >= trials) return 1;
  return bisect(p => cumulative(events, trials, p) > ALPHA, 0, 1);
}

/** The same from below: P(X ≥ events) = 0.05 at the bound. */
export function lowerBinomialBound(events: number, trials: number): number {
  return 1 - upperBinomialBound(trials - events, trials);
}

/** P(X ≤ events) for X ~ Binomial(trials, p), summed in logarithms so that nothing underflows. */
function cumulative(events: number, trials: number, p: number): number {
  if (p <= 0) return 1;
  if (p >= 1) return 0;
  const odds = Math.log(p) - Math.log1p(-p);
  let term = trials * Math.log1p(-p);
  let sum = Math.exp(term);
  for (let k = 1; k <= events; k++) {
    term += odds + Math.log((trials - k + 1) / k);
    sum += Math.exp(term);
  }
  return sum;
}
