import { invertSymmetric } from './invertSymmetric';

/** Keeps the covariance invertible: this share of its mean diagonal is added to it. */
const DAMPING = 1e-3;

/**
 * Chooses which channels to keep so that a linear reader loses least, one at a time (optimal brain surgeon, Hassibi and Stork 1993, on whole channels):
 * the channel goes whose removal, with the others making up for it as well as they can, costs Σ‖r_c‖² / (C⁻¹)_cc least.
 * @param covariance of the channels on the data, [n, n]
 * @param reading Gram matrix of the weights that read each channel, [n, n]
 * @returns positions of the `count` channels that stay, ascending; `undefined` when the covariance cannot be inverted
 */
export function eliminateChannels(
  covariance: Float64Array,
  reading: Float64Array,
  n: number,
  count: number,
): readonly number[] | undefined {
  const inverse = invertSymmetric(damped(covariance, n), n);
  if (inverse === undefined) return undefined;
  const gram = reading.slice();
  let left = Int32Array.from({ length: n }, (_, channel) => channel);
  while (left.length > count) {
    const victim = leastCostly(left, gram, inverse, n);
    left = left.filter(channel => channel !== victim);
    remove(victim, left, gram, inverse, n);
  }
  return [...left];
}

/** `matrix` with a little more on its diagonal. */
export function damped(matrix: Float64Array, n: number): Float64Array {
  let trace = 0;
  for (let index = 0; index < n; index++) trace += matrix[index * n + index]!;
  const result = matrix.slice();
  const extra = (DAMPING * trace) / n + Number.MIN_VALUE;
  for (let index = 0; index < n; index++) result[index * n + index]! += extra;
  return result;
}

function leastCostly(left: Int32Array, gram: Float64Array, inverse: Float64Array, n: number): number {
  let best = left[0] ?? 0;
  let least = Infinity;
  for (const channel of left) {
    const cost = gram[channel * n + channel]! / inverse[channel * n + channel]!;
    if (cost < least) {
      best = channel;
      least = cost;
    }
  }
  return best;
}

/** The readers' weights move over to what is left (r_j −= r_c · P_jc / P_cc), and the inverse covariance becomes that of what is left. */
function remove(victim: number, left: Int32Array, gram: Float64Array, inverse: Float64Array, n: number): void {
  const pivot = inverse[victim * n + victim]!;
  const own = gram[victim * n + victim]!;
  const inverseOf = Float64Array.from(left, channel => inverse[channel * n + victim]!);
  const gramOf = Float64Array.from(left, channel => gram[channel * n + victim]!);
  for (let i = 0; i < left.length; i++) {
    const row = left[i]! * n;
    const rowShift = -inverseOf[i]! / pivot;
    for (let j = 0; j < left.length; j++) {
      const columnShift = -inverseOf[j]! / pivot;
      gram[row + left[j]!]! += rowShift * gramOf[j]! + columnShift * (gramOf[i]! + rowShift * own);
      inverse[row + left[j]!]! += rowShift * inverseOf[j]!;
    }
  }
}
