import { damped } from './eliminateChannels';
import { invertSymmetric } from './invertSymmetric';

/** The best guess of dropped channels from kept ones: dropped ≈ coefficients · kept + offsets. */
export interface ChannelRegression {
  readonly kept: readonly number[];
  readonly dropped: readonly number[];
  /** [dropped, kept], row-major. */
  readonly coefficients: Float64Array;
  readonly offsets: Float64Array;
}

/**
 * Least squares with a little damping: coefficients = C_dk (C_kk + λI)⁻¹, offsets = mean_d − coefficients · mean_k.
 * @param covariance [n, n]. Gives `undefined` when the kept channels' covariance cannot be inverted.
 */
export function regressChannels(
  covariance: Float64Array,
  mean: Float64Array,
  n: number,
  kept: readonly number[],
): ChannelRegression | undefined {
  const left = new Set(kept);
  const dropped = Array.from({ length: n }, (_, channel) => channel).filter(channel => !left.has(channel));
  const size = kept.length;
  const inner = new Float64Array(size * size);
  kept.forEach((row, i) => kept.forEach((column, j) => (inner[i * size + j] = covariance[row * n + column]!)));
  const inverse = invertSymmetric(damped(inner, size), size);
  if (inverse === undefined) return undefined;
  const coefficients = new Float64Array(dropped.length * size);
  const offsets = new Float64Array(dropped.length);
  dropped.forEach((channel, d) => {
    let explained = 0;
    for (let j = 0; j < size; j++) {
      let sum = 0;
      for (let i = 0; i < size; i++) sum += covariance[channel * n + kept[i]!]! * inverse[i * size + j]!;
      coefficients[d * size + j] = sum;
      explained += sum * mean[kept[j]!]!;
    }
    offsets[d] = mean[channel]! - explained;
  });
  return { kept, dropped, coefficients, offsets };
}
