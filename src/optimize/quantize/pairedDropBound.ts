import { bisect } from './bisect';

/** One-sided 95 % quantile of the normal distribution. */
const Z = 1.6448536269514722;

/** Samples that both models answered: right before and wrong after, and the other way round. */
export interface PairedCounts {
  readonly lost: number;
  readonly won: number;
  readonly samples: number;
}

/**
 * Upper one-sided 95 % bound on the drop of accuracy, as a share, from paired answers: where the score statistic of the difference of two paired proportions
 * (Tango 1998, Statistics in Medicine 17:891–908) reaches the normal quantile. Like Wilson's interval it stays sane without any difference and for few samples.
 */
export function upperDropBound(counts: PairedCounts): number {
  const { lost, won, samples } = counts;
  return samples === 0 ? 1 : bisect(drop => score(counts, drop) > -Z, (lost - won) / samples, 1);
}

/** The same from below. */
export function lowerDropBound({ lost, won, samples }: PairedCounts): number {
  return -upperDropBound({ lost: won, won: lost, samples });
}

/** Tango's statistic for the hypothesis that the drop is `drop`; falls from 0 at the observed one. */
function score({ lost, won, samples }: PairedCounts, drop: number): number {
  // The share that was won, as likely as it gets under the hypothesis: the larger root of a·q² + b·q + c.
  const a = 2 * samples;
  const b = -lost - won + (2 * samples - lost + won) * drop;
  const c = -won * drop * (1 - drop);
  const wonShare = (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b) / (2 * a);
  const variance = samples * (2 * wonShare + drop * (1 - drop));
  const distance = lost - won - samples * drop;
  return variance <= 0 ? Math.sign(distance) * Infinity : distance / Math.sqrt(variance);
}
