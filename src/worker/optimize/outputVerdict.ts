import type { OutputComparison, VerificationVerdict } from '../../shared/report/comparison';

/** Signal-to-noise ratio from which outputs count as close: 30 dB is a relative error of 3 %. */
const CLOSE_DB = 30;
/** Below this the outputs have little in common with the original's. */
export const BROKEN_DB = 3;
const CLOSE_AGREEMENT = 0.99;
/** Outputs may be twice as far from the original's as rounding alone moves those. */
const ROUNDING_MARGIN_DB = 20 * Math.log10(2);

/**
 * What the distance of outputs means. `isBroken`: they have another shape, or are not finite where the original's are. Where rounding alone leaves nothing of the
 * original's outputs they say nothing for a variant, and nothing against it.
 */
export function outputVerdict(
  { maxAbs, sqnrDb, roundingDb = Infinity, top1Agreement }: OutputComparison,
  isBroken: boolean,
): VerificationVerdict {
  if (!isBroken && sqnrDb >= roundingDb - ROUNDING_MARGIN_DB && maxAbs > 0) return roundingDb >= BROKEN_DB ? 'close' : 'differs';
  if (isBroken || sqnrDb < BROKEN_DB) return 'broken';
  if (maxAbs === 0) return 'equal';
  return sqnrDb >= CLOSE_DB || (top1Agreement?.value ?? 0) >= CLOSE_AGREEMENT ? 'close' : 'differs';
}
