import type { TensorId } from '../../shared/graph/graph';
import type { TensorReader } from '../../shared/graph/tensorReader';

/** Shapes, axes, scales: what a node does depends on them. */
const SMALL_BYTES = 1024;

/** Whether two weights of equal type and shape have the same values, as far as that is seen at once: weights that are not small, or that cannot be read, count as the same. */
export function haveSameSmallValues(reader: TensorReader, tensor: TensorId, otherReader: TensorReader, other: TensorId): boolean {
  const a = reader.readSmall(tensor, SMALL_BYTES)?.data;
  const b = otherReader.readSmall(other, SMALL_BYTES)?.data;
  if (a === undefined || b === undefined || a.length !== b.length) return true;
  for (let index = 0; index < a.length; index++) if (!Object.is(a[index], b[index])) return false;
  return true;
}
