import { tensorBytes, type Dtype } from './dtype';
import { elementCount, type Shape } from './shape';

/** Bytes of a densely stored tensor of this type and shape, sub-byte types packed; NaN where either is not known. */
export function denseBytes(dtype: Dtype | undefined, shape: Shape | undefined): number {
  const elements = elementCount(shape);
  return dtype === undefined || elements === undefined ? Number.NaN : tensorBytes(dtype, elements);
}
