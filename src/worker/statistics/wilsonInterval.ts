import { Z_95 } from './studentQuantile';

/** Share of successes with its 95 % score interval (Wilson 1927); sane at 0 %, at 100 % and for few samples. NaN without samples. */
export function wilsonInterval(
  successes: number,
  samples: number,
): { readonly value: number; readonly low: number; readonly high: number } {
  const share = successes / samples;
  const spread = Z_95 ** 2 / samples;
  const centre = (share + spread / 2) / (1 + spread);
  const half = (Z_95 * Math.sqrt((share * (1 - share)) / samples + Z_95 ** 2 / (4 * samples ** 2))) / (1 + spread);
  return { value: share, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
