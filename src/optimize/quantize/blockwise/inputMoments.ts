import type { Observed } from '../../laboratory';

/** What a layer's weight is fitted to. */
export interface InputMoments {
  /** E[x], [depth]. */
  readonly mean: Float64Array;
  /** E[x·xᵀ], or the covariance where a bias takes what rounding does to the mean; [depth, depth]; `undefined` where the input is too wide for it. */
  readonly gram: Float64Array | undefined;
}

/** `undefined` where nothing was observed, or values that are not finite. */
export function inputMoments(observed: Observed | undefined, depth: number, isCentred: boolean): InputMoments | undefined {
  if (observed?.mean.length !== depth || !observed.mean.every(Number.isFinite)) return undefined;
  const { mean, gram } = observed;
  if (gram.length !== depth * depth || !gram.every(Number.isFinite)) return { mean, gram: undefined };
  if (!isCentred) return { mean, gram };
  return { mean, gram: gram.map((value, index) => value - mean[Math.floor(index / depth)]! * mean[index % depth]!) };
}
