import type { Dtype } from '../graph/dtype';

const SCORE_DTYPES: ReadonlySet<Dtype | undefined> = new Set<Dtype>(['float32', 'float64', 'float16']);

/** True for floating-point scores [N, classes] with at least two classes; a number of classes that is not known may be one. */
export function areClassScores(dtype: Dtype | undefined, shape: readonly (number | string | undefined)[] | undefined): boolean {
  if (!SCORE_DTYPES.has(dtype) || shape?.length !== 2) return false;
  const [, classes] = shape;
  return typeof classes !== 'number' || classes >= 2;
}
