import { normalizeAxis, withDim } from '../axes';
import type { SymbolicDim } from '../dims/dim';
import { addDims, multiplyDims, subtractDims } from '../dims/dimArithmetic';
import { floorDivideDims } from '../dims/dimDivision';
import { tensorFact } from '../fact';
import type { InferOperator, OperatorContext } from '../operatorContext';

/** STFT-17: [batch, frames, bins, 2]. */
export const inferStft: InferOperator = node => {
  const window = windowLength(node);
  const frames = addDims(floorDivideDims(subtractDims(node.dim(0, 1), window), node.scalar(1)), 1);
  return [tensorFact(node.dtype(0), [node.dim(0, 0), frames, node.int('onesided', 1) === 1 ? halfSpectrum(window) : window, 2])];
};

/** Samples per frame of STFT. */
export function windowLength(node: OperatorContext): SymbolicDim {
  return node.has(3) ? node.scalar(3) : node.dim(2, 0);
}

/** DFT: the last axis holds real and imaginary part. `axis` is an attribute in opset 17 and an operand (default −2) since 20. */
export const inferDft: InferOperator = node => {
  const shape = node.shape(0);
  if (shape === undefined) return [tensorFact(node.dtype(0), undefined)];
  const axis = normalizeAxis(transformedAxis(node), shape.length);
  if (axis === undefined)
    return [
      tensorFact(
        node.dtype(0),
        shape.map(() => undefined),
      ),
    ];
  const oneSided = node.int('onesided', 0) === 1;
  const inverse = node.int('inverse', 0) === 1;
  const given = node.has(1) ? node.scalar(1) : undefined;
  const length = node.has(1) ? given : oneSided && inverse ? multiplyDims(subtractDims(shape[axis], 1), 2) : shape[axis];
  const transformed = withDim(shape, axis, oneSided && !inverse ? halfSpectrum(length) : length);
  return [tensorFact(node.dtype(0), withDim(transformed, shape.length - 1, oneSided && inverse ? 1 : 2))];
};

/** Axis along which DFT transforms. */
export function transformedAxis(node: OperatorContext): SymbolicDim {
  if (node.opset < 20) return node.int('axis', 1);
  return node.has(2) ? node.scalar(2) : -2;
}

function halfSpectrum(length: SymbolicDim): SymbolicDim {
  return addDims(floorDivideDims(length, 2), 1);
}
