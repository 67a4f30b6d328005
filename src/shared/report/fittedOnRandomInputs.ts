import type { OptimizeResult } from './optimizeResult';

/** Passes of the table that need calibration: what they write was fitted to the data that they were given. */
export const FITTED_PASSES: ReadonlySet<string> = new Set(['quantize-static', 'mixed-precision', 'prune-channels']);

type Passes = Pick<OptimizeResult, 'passes'>;

/** Whether anything of a variant was fitted to the data of its job; other passes only verified with them. */
export function isFitted({ passes }: Passes): boolean {
  return passes.some(({ id }) => FITTED_PASSES.has(id));
}

/** Ranges that were fitted to made-up inputs mean little, wherever the variant is listed. */
export function fittedOnRandomInputs(result: Passes & Pick<OptimizeResult, 'data'>): boolean {
  return result.data?.kind === 'synthetic' && isFitted(result);
}
