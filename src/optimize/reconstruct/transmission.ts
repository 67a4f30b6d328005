import { transposeMatrix } from '../transposeMatrix';
import { choleskyFactor } from './choleskyFactor';
import { invertSymmetric } from './invertSymmetric';

/** Added to the diagonal, as a share of its mean (Frantar et al. 2023, `percdamp`). */
const DAMPING = 0.01;

/** The inputs `from` … `from + size` − 1 in the order in which GPTQ rounds them. */
export function strongestFirst(gram: Float64Array, depth: number, from: number, size: number): Int32Array {
  const strength = (k: number): number => gram[k * depth + k]!;
  return Int32Array.from({ length: size }, (_, index) => from + index).sort((a, b) => strength(b) - strength(a) || a - b);
}

/** Upper Cholesky factor of the inverse of the damped second moments, all finite, in `order`: row i says how input i's error is passed on. */
export function transmission(gram: Float64Array, depth: number, order: Int32Array): Float64Array {
  const size = order.length;
  const own = new Float64Array(size * size);
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) own[row * size + column] = gram[order[row]! * depth + order[column]!]!;
  let damping = DAMPING * meanDiagonal(own, size) + Number.MIN_VALUE;
  for (;;) {
    for (let index = 0; index < size; index++) own[index * size + index]! += damping;
    const inverse = invertSymmetric(own, size);
    const lower = inverse && choleskyFactor(inverse, size);
    if (lower !== undefined) return transposeMatrix(lower, size, size);
    damping = Math.max(damping * 10, 1e-30);
  }
}

function meanDiagonal(matrix: Float64Array, size: number): number {
  let trace = 0;
  for (let index = 0; index < size; index++) trace += matrix[index * size + index]!;
  return trace / size;
}

/**
 * Rounds values one after the other, and lets those that are left make up for each error (GPTQ, Frantar et al. 2023, arXiv 2210.17323).
 * @param left in the order of `passOn`; changed by it
 * @param passOn of `transmission`, [left.length, left.length]
 * @param round what a value at a place becomes
 */
export function roundInTurn(left: Float64Array, passOn: Float64Array, round: (value: number, index: number) => number): void {
  const size = left.length;
  for (let index = 0; index < size; index++) {
    const error = (left[index]! - round(left[index]!, index)) / passOn[index * size + index]!;
    for (let other = index + 1; other < size; other++) left[other]! -= error * passOn[index * size + other]!;
  }
}
