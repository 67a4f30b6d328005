import type { Interval } from './interval';
import { studentQuantile } from './studentQuantile';

/** What one session (or pair of sessions) says: a value and the variance of its error within that session. */
export interface SessionEstimate {
  readonly value: number;
  readonly variance: number;
}

/**
 * What is assumed of the spread between sessions before any was seen: where a session's memory lies changes its times by a percent or two. It counts as much as
 * `degrees` sessions would, so that two or three that agree by chance do not pass for certainty.
 */
const PRIOR = { spread: 0.02, degrees: 3 } as const;

/**
 * One value and its 95 % interval from several sessions, values being logarithms. Sessions are weighted by what they are worth (random-effects model, DerSimonian
 * and Laird 1986), the spread between them is moderated by a prior (Smyth 2004), and the interval is Student's with the spread really seen, but never a narrower
 * one than the variances justify (Hartung and Knapp 2001, with the correction of Röver et al. 2015). NaN without sessions.
 */
export function combineSessions(sessions: readonly SessionEstimate[]): Interval & { readonly spread: number } {
  const more = sessions.length - 1;
  const betweenVariance = Math.max(0, seenBetween(sessions));
  const between = (PRIOR.degrees * PRIOR.spread ** 2 + more * betweenVariance) / (PRIOR.degrees + more);
  const weights = sessions.map(({ variance }) => 1 / (variance + between));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const median = weighted(sessions, weights) / total;
  const scatter = sessions.reduce((sum, { value }, index) => sum + (weights[index] ?? 0) * (value - median) ** 2, 0);
  const inflation = more > 0 ? Math.max(1, scatter / more) : 1;
  const half = studentQuantile(PRIOR.degrees + Math.max(0, more)) * Math.sqrt(inflation / total);
  return { median, low: median - half, high: median + half, spread: Math.sqrt(betweenVariance) };
}

/** Variance between sessions beyond what their own errors explain, by the method of moments; may be negative. */
function seenBetween(sessions: readonly SessionEstimate[]): number {
  if (sessions.length < 2) return 0;
  const weights = sessions.map(({ variance }) => 1 / Math.max(variance, Number.EPSILON));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = weighted(sessions, weights) / total;
  const scatter = sessions.reduce((sum, { value }, index) => sum + (weights[index] ?? 0) * (value - mean) ** 2, 0);
  const squares = weights.reduce((sum, weight) => sum + weight * weight, 0);
  return (scatter - (sessions.length - 1)) / (total - squares / total);
}

function weighted(sessions: readonly SessionEstimate[], weights: readonly number[]): number {
  return sessions.reduce((sum, { value }, index) => sum + (weights[index] ?? 0) * value, 0);
}
