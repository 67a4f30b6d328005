import { blocksOf, largestCode, nearestCode, type BlockedWeight, type BlockFormat, type BlockGrid } from './blockGrid';

/** Every weight at the nearest point of its block's grid. `weights`: [rows, depth]. */
export function roundToNearest(weights: Float32Array, rows: number, depth: number, format: BlockFormat, grid: BlockGrid): BlockedWeight {
  const { scales, zeroPoints } = grid;
  const largest = largestCode(format);
  const blocks = blocksOf(depth, format);
  const codes = new Uint8Array(rows * depth);
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < depth; k++) {
      const place = row * blocks + Math.floor(k / format.block);
      codes[row * depth + k] = nearestCode(weights[row * depth + k]!, scales[place]!, zeroPoints[place]!, largest);
    }
  }
  return { rows, depth, codes, scales, zeroPoints };
}
