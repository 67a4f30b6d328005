import { blocksOf, largestCode, middleCode, nearestCode, type BlockedWeight, type BlockFormat, type BlockGrid } from './blockGrid';
import { roundToNearest } from './roundToNearest';

/** Norm that outliers count with, and how the split of error and outlier is tightened (Badri & Shaji 2023, HQQ, reference implementation). */
const NORM = 0.7;
const FIRST_BETA = 10;
const BETA_GROWTH = 1.01;
const ROUNDS = 20;

/**
 * Half-quadratic quantization: moves what each block's grid is shifted by so that few weights have a large error rather than all a small one. Needs
 * no data. The reference keeps zero-points that are not whole and stops where the mean error no longer falls; here they are whole, as the formats have them, so that
 * what is compared is the norm with the zero-point rounded, and the best is kept. A symmetric grid has no shift to move; its scale is fitted instead.
 * @param weights [rows, depth]
 */
export function halfQuadratic(weights: Float32Array, rows: number, depth: number, format: BlockFormat, start: BlockGrid): BlockedWeight {
  const blocks = blocksOf(depth, format);
  const scales = start.scales.slice();
  const zeroPoints = start.zeroPoints.slice();
  for (let row = 0; row < rows; row++) {
    for (let index = 0; index < blocks; index++) {
      const from = row * depth + index * format.block;
      const values = weights.subarray(from, Math.min((row + 1) * depth, from + format.block));
      const place = row * blocks + index;
      const fitted = fitBlock(values, format, scales[place]!, zeroPoints[place]!);
      scales[place] = fitted.scale;
      zeroPoints[place] = fitted.zeroPoint;
    }
  }
  return roundToNearest(weights, rows, depth, format, { scales, zeroPoints });
}

interface Fit {
  readonly scale: number;
  readonly zeroPoint: number;
}

function fitBlock(values: Float32Array, format: BlockFormat, scale: number, zeroPoint: number): Fit {
  const largest = largestCode(format);
  let best: Fit = { scale, zeroPoint };
  let least = normOf(values, best, largest);
  let current: Fit = best;
  for (let round = 0, beta = FIRST_BETA; round < ROUNDS; round++, beta *= BETA_GROWTH) {
    current = format.isSymmetric ? refitScale(values, current, format, beta) : refitZero(values, current, format, beta);
    const rounded = { ...current, zeroPoint: Math.round(current.zeroPoint) };
    const error = normOf(values, rounded, largest);
    if (error >= least * (1 - 1e-5)) break;
    least = error;
    best = rounded;
  }
  return best;
}

/** The part of an error that counts as an outlier: the shrinkage of the l_p norm. */
function outlier(error: number, beta: number): number {
  const size = Math.abs(error);
  return size === 0 ? 0 : Math.sign(error) * Math.max(0, size - size ** (NORM - 1) / beta);
}

function refitZero(values: Float32Array, { scale, zeroPoint }: Fit, format: BlockFormat, beta: number): Fit {
  const largest = largestCode(format);
  let sum = 0;
  for (const value of values) {
    const code = Math.min(largest, Math.max(0, Math.round(value / scale + zeroPoint)));
    const error = value - scale * (code - zeroPoint);
    sum += code - (value - outlier(error, beta)) / scale;
  }
  return { scale, zeroPoint: Math.min(largest, Math.max(0, sum / values.length)) };
}

function refitScale(values: Float32Array, { scale, zeroPoint }: Fit, format: BlockFormat, beta: number): Fit {
  const middle = middleCode(format);
  const largest = largestCode(format);
  let product = 0;
  let square = 0;
  for (const value of values) {
    const code = nearestCode(value, scale, zeroPoint, largest) - middle;
    const error = value - scale * code;
    product += code * (value - outlier(error, beta));
    square += code * code;
  }
  return { scale: square === 0 ? scale : Math.fround(product / square), zeroPoint };
}

function normOf(values: Float32Array, { scale, zeroPoint }: Fit, largest: number): number {
  let sum = 0;
  for (const value of values) sum += Math.abs(value - scale * (nearestCode(value, scale, zeroPoint, largest) - zeroPoint)) ** NORM;
  return sum;
}
