import { choleskyFactor } from '../../reconstruct/choleskyFactor';
import { invertSymmetric } from '../../reconstruct/invertSymmetric';
import { blocksOf, largestCode, nearestCode, type BlockedWeight, type BlockFormat, type BlockGrid } from './blockGrid';

/** Added to the diagonal, as a share of its mean (Frantar et al. 2023, `percdamp`). */
const DAMPING = 0.01;
/** Inputs whose errors are made up for together: factorising grows with the third power, and far-off inputs help little. */
const TILE = 512;

/**
 * GPTQ (Frantar et al. 2023, arXiv 2210.17323): rounds one input after the other, the strongest first, and lets the inputs that are left make up for each
 * error, so that the layer's output on the data changes least. Scales are those of `grid`.
 * @param weights [rows, depth]
 * @param gram second moments of the layer's input, [depth, depth]
 */
export function compensate(
  weights: Float32Array,
  rows: number,
  depth: number,
  format: BlockFormat,
  grid: BlockGrid,
  gram: Float64Array,
): BlockedWeight {
  const codes = new Uint8Array(rows * depth);
  const rounding: Rounding = { weights, rows, depth, format, grid, codes };
  for (let from = 0; from < depth; from += TILE) {
    const size = Math.min(TILE, depth - from);
    const order = strongestFirst(gram, depth, from, size);
    const passOn = transmission(gram, depth, order);
    roundTile(rounding, order, passOn);
  }
  return { rows, depth, codes, ...grid };
}

interface Rounding {
  readonly weights: Float32Array;
  readonly rows: number;
  readonly depth: number;
  readonly format: BlockFormat;
  readonly grid: BlockGrid;
  readonly codes: Uint8Array;
}

function strongestFirst(gram: Float64Array, depth: number, from: number, size: number): Int32Array {
  const strength = (k: number): number => gram[k * depth + k]!;
  return Int32Array.from({ length: size }, (_, index) => from + index).sort((a, b) => strength(b) - strength(a) || a - b);
}

/** Upper Cholesky factor of the inverse of the damped second moments, in `order`: row i says how input i's error is passed on. */
function transmission(gram: Float64Array, depth: number, order: Int32Array): Float64Array {
  const size = order.length;
  const own = new Float64Array(size * size);
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) own[row * size + column] = gram[order[row]! * depth + order[column]!]!;
  let damping = DAMPING * meanDiagonal(own, size) + Number.MIN_VALUE;
  for (;;) {
    for (let index = 0; index < size; index++) own[index * size + index]! += damping;
    const inverse = invertSymmetric(own, size);
    const lower = inverse && choleskyFactor(inverse, size);
    if (lower !== undefined) return transposed(lower, size);
    damping = Math.max(damping * 10, 1e-30);
  }
}

function meanDiagonal(matrix: Float64Array, size: number): number {
  let trace = 0;
  for (let index = 0; index < size; index++) trace += matrix[index * size + index]!;
  return trace / size;
}

function transposed(matrix: Float64Array, size: number): Float64Array {
  return matrix.map((_, index) => matrix[(index % size) * size + Math.floor(index / size)]!);
}

function roundTile({ weights, rows, depth, format, grid, codes }: Rounding, order: Int32Array, passOn: Float64Array): void {
  const size = order.length;
  const largest = largestCode(format);
  const blocks = blocksOf(depth, format);
  const left = new Float64Array(size);
  for (let row = 0; row < rows; row++) {
    const base = row * depth;
    for (let index = 0; index < size; index++) left[index] = weights[base + order[index]!]!;
    for (let index = 0; index < size; index++) {
      const k = order[index]!;
      const place = row * blocks + Math.floor(k / format.block);
      const scale = grid.scales[place]!;
      const zeroPoint = grid.zeroPoints[place]!;
      const code = nearestCode(left[index]!, scale, zeroPoint, largest);
      codes[base + k] = code;
      const error = (left[index]! - scale * (code - zeroPoint)) / passOn[index * size + index]!;
      for (let other = index + 1; other < size; other++) left[other]! -= error * passOn[index * size + other]!;
    }
  }
}
