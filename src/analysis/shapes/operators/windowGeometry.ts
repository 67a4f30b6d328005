import type { SymbolicDim } from '../dims/dim';
import { addDims, multiplyDims, subtractDims } from '../dims/dimArithmetic';
import { ceilDivideDims, floorDivideDims } from '../dims/dimDivision';
import { maxDims, minDims } from '../dims/dimExtremes';
import type { Elements } from '../fact';
import type { OperatorContext } from '../operatorContext';

/** Attributes that convolution and pooling share, one entry per spatial axis. */
export interface WindowGeometry {
  readonly kernel: Elements;
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Begin of every axis, then end of every axis. */
  readonly pads: readonly number[];
  readonly autoPad: string;
  readonly ceilMode: boolean;
}

export function windowGeometry(node: OperatorContext, kernel: Elements): WindowGeometry {
  const ones = new Array<number>(kernel.length).fill(1);
  return {
    kernel,
    strides: node.ints('strides') ?? ones,
    dilations: node.ints('dilations') ?? ones,
    pads: node.ints('pads') ?? new Array<number>(kernel.length * 2).fill(0),
    autoPad: node.text('auto_pad', 'NOTSET'),
    ceilMode: node.int('ceil_mode', 0) === 1,
  };
}

/** Number of window positions along one axis (ONNX Conv-11, AveragePool-19). */
export function windowPositions(dim: SymbolicDim, geometry: WindowGeometry, axis: number): SymbolicDim {
  const stride = geometry.strides[axis] ?? 1;
  if (geometry.autoPad.startsWith('SAME')) return ceilDivideDims(dim, stride);
  const window = addDims(multiplyDims(subtractDims(geometry.kernel[axis], 1), geometry.dilations[axis] ?? 1), 1);
  const valid = geometry.autoPad === 'VALID';
  const begin = valid ? 0 : (geometry.pads[axis] ?? 0);
  const end = valid ? 0 : (geometry.pads[axis + geometry.kernel.length] ?? 0);
  const span = subtractDims(addDims(dim, begin + end), window);
  if (!geometry.ceilMode) return notNegative(addDims(floorDivideDims(span, stride), 1));
  // A window that starts in the padding behind the data is dropped.
  return notNegative(minDims(addDims(ceilDivideDims(span, stride), 1), ceilDivideDims(addDims(dim, begin), stride)));
}

/** Numbers below 0 come from invalid models; expressions are taken at their word. */
function notNegative(dim: SymbolicDim): SymbolicDim {
  return typeof dim === 'number' ? (dim < 0 ? undefined : dim) : dim;
}

/** Size that a transposed convolution or un-pooling makes of one axis (ONNX ConvTranspose-11). */
export function transposedSize(dim: SymbolicDim, geometry: WindowGeometry, axis: number, outputPadding: number): SymbolicDim {
  const stride = geometry.strides[axis] ?? 1;
  if (geometry.autoPad.startsWith('SAME')) return multiplyDims(dim, stride);
  const valid = geometry.autoPad === 'VALID';
  const pads = valid ? 0 : (geometry.pads[axis] ?? 0) + (geometry.pads[axis + geometry.kernel.length] ?? 0);
  const window = addDims(multiplyDims(subtractDims(geometry.kernel[axis], 1), geometry.dilations[axis] ?? 1), 1);
  const spread = multiplyDims(subtractDims(dim, 1), stride);
  return maxDims(subtractDims(addDims(addDims(spread, window), outputPadding), pads), 0);
}
