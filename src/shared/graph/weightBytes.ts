import { tensorBytes } from './dtype';
import type { TensorTable } from './graph';
import { elementCount } from './shape';

/** Bytes of the values of a weight, however it is stored; 0 for a tensor that is none. */
export function weightBytes(weight: TensorTable['weights'][number]): number {
  return weight === undefined ? 0 : tensorBytes(weight.dtype, elementCount(weight.dims) ?? 0);
}
