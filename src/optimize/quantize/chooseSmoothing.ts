import { channelPeaks, DEVIATIONS, type ChannelMoments } from './channelMoments';

/** A weight matrix whose rows (depth) are multiplied with the channels in question. */
export interface ReadMatrix {
  readonly values: Float32Array;
  readonly channels: number;
  readonly depth: number;
  /** Stored [depth, channels], else [channels, depth]. */
  readonly isDepthFirst: boolean;
}

/** Exponents tried, from no smoothing on. */
const EXPONENTS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
/** Less gain than this share is not worth different weights. */
const LEAST_GAIN = 0.03;
const UINT8_STEPS = 255;
const INT8_STEPS = 127;

/**
 * Factors s_j = peak_j^α / w_j^(1 − α) to divide channel j by, with the α of least expected squared error of all readers' outputs: that of rounding
 * the activation (range / 255, through the weights) and that of rounding the weights (largest / 127, times the activation's power). `undefined`
 * where no α gains.
 */
export function chooseSmoothing(moments: ChannelMoments, matrices: readonly ReadMatrix[]): Float64Array | undefined {
  const { mean } = moments;
  const depth = mean.length;
  if (depth === 0 || matrices.some(matrix => matrix.depth !== depth)) return undefined;
  const peaks = channelPeaks(moments);
  const rows = rowPeaks(matrices, depth);
  const isDead = (j: number): boolean => !(peaks[j]! > 0) || !(rows[j]! > 0);
  let best: Float64Array | undefined;
  let least = expectedError(moments, matrices, new Float64Array(depth).fill(1)) * (1 - LEAST_GAIN);
  for (const exponent of EXPONENTS) {
    const factors = peaks.map((peak, j) => (isDead(j) ? 1 : peak ** exponent / rows[j]! ** (1 - exponent)));
    const error = expectedError(moments, matrices, factors);
    if (error < least) [best, least] = [factors, error];
  }
  return best;
}

/** Largest weight that reads each channel. */
function rowPeaks(matrices: readonly ReadMatrix[], depth: number): Float64Array {
  const peaks = new Float64Array(depth);
  for (const matrix of matrices) {
    for (let j = 0; j < depth; j++)
      for (let o = 0; o < matrix.channels; o++) peaks[j] = Math.max(peaks[j]!, Math.abs(matrix.values[placeOf(matrix, j, o)]!));
  }
  return peaks;
}

function placeOf({ isDepthFirst, channels, depth }: ReadMatrix, j: number, o: number): number {
  return isDepthFirst ? j * channels + o : o * depth + j;
}

function expectedError({ mean, variance }: ChannelMoments, matrices: readonly ReadMatrix[], factors: Float64Array): number {
  let [low, high, power] = [0, 0, 0];
  mean.forEach((value, j) => {
    const spread = DEVIATIONS * Math.sqrt(variance[j]!);
    low = Math.min(low, (value - spread) / factors[j]!);
    high = Math.max(high, (value + spread) / factors[j]!);
    power += (value * value + variance[j]!) / factors[j]! ** 2;
  });
  const activationStep = (high - low) / UINT8_STEPS;
  let error = 0;
  for (const matrix of matrices) {
    for (let o = 0; o < matrix.channels; o++) {
      let [energy, largest] = [0, 0];
      for (let j = 0; j < matrix.depth; j++) {
        const weight = matrix.values[placeOf(matrix, j, o)]! * factors[j]!;
        energy += weight * weight;
        largest = Math.max(largest, Math.abs(weight));
      }
      error += activationStep ** 2 * energy + (largest / INT8_STEPS) ** 2 * power;
    }
  }
  return error / 12;
}
