import { sameDim, type SymbolicDim } from '../../analysis/shapes/dims/dim';
import type { SymbolicShape } from '../../analysis/shapes/fact';

const COPY = 0;
const INFER = -1;

/**
 * A constant target of a Reshape (ONNX Reshape-5) from one shape to another that holds for every size: 0 where it copies a size of its input, −1 where
 * one size is left to infer. `undefined` when there is none. `canCopy`: `allowzero` is not set.
 */
export function reshapeTarget(
  from: SymbolicShape | undefined,
  to: SymbolicShape | undefined,
  canCopy = true,
): readonly number[] | undefined {
  if (from === undefined || to === undefined || to.includes(0)) return undefined;
  const dims = to.map((dim, axis) => targetDim(dim, from[axis], canCopy));
  return dims.filter(dim => dim === INFER).length > 1 ? undefined : dims;
}

function targetDim(dim: SymbolicDim, source: SymbolicDim, canCopy: boolean): number {
  if (typeof dim === 'number') return dim;
  return canCopy && sameDim(dim, source) ? COPY : INFER;
}
