import type { Dtype } from '../graph/dtype';

const SCORE_DTYPES: ReadonlySet<Dtype> = new Set<Dtype>(['float32', 'float64', 'float16']);

/** True for floating-point scores [N, classes] with at least two classes; what is not known of them may be so. */
export function areClassScores(dtype: Dtype | undefined, shape: readonly (number | string | undefined)[] | undefined): boolean {
  if (dtype !== undefined && !SCORE_DTYPES.has(dtype)) return false;
  if (shape === undefined) return true;
  if (shape.length !== 2) return false;
  const [, classes] = shape;
  return typeof classes !== 'number' || classes >= 2;
}
