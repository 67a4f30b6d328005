import { median } from '../../shared/base/quantile';

/**
 * How many independent runs a series of them is worth where its median is concerned: other programs come and go for many runs at a time, so neighbours are alike.
 * n / (1 + 2 Σ ρ), ρ being the autocorrelations of the signs of what lies above and below the median, on which its order statistics rest (Gastwirth and Rubin 1971,
 * "Effect of dependence on the level of some one-sample tests"), up to the first that is within the standard error 1/√n of none (Bartlett 1946). At least 1, at most n.
 */
export function independentRuns(wallMs: ArrayLike<number>): number {
  const count = wallMs.length;
  const middle = median(wallMs);
  const signs = Int8Array.from(wallMs, ms => Math.sign(ms - middle));
  const squares = productOfLag(signs, 0);
  if (squares === 0) return count;
  const error = 1 / Math.sqrt(count);
  let correlations = 0;
  for (let lag = 1; lag <= count / 3; lag++) {
    const correlation = productOfLag(signs, lag) / squares;
    if (correlation <= error) break;
    correlations += correlation;
  }
  return count / (1 + 2 * correlations);
}

function productOfLag(signs: Int8Array, lag: number): number {
  let sum = 0;
  for (let run = lag; run < signs.length; run++) sum += (signs[run] ?? 0) * (signs[run - lag] ?? 0);
  return sum;
}
