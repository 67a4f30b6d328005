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
  const span = windowSpan(dim, geometry, axis);
  // Where no window fits, the runtime cuts the quotient towards zero: a pooling may still make one value.
  if (typeof span === 'number' && span < 0) return notNegative(Math.trunc(span / stride) + 1);
  if (!geometry.ceilMode) return addDims(floorDivideDims(span, stride), 1);
  // A window that starts in the padding behind the data is dropped.
  return minDims(addDims(ceilDivideDims(span, stride), 1), ceilDivideDims(addDims(dim, paddingOf(geometry, axis)[0]), stride));
}

/** By how much the last start of a window lies behind the first; negative where no window fits. Not for the SAME paddings, which make every window fit. */
export function windowSpan(dim: SymbolicDim, geometry: WindowGeometry, axis: number): SymbolicDim {
  const [begin, end] = paddingOf(geometry, axis);
  return subtractDims(addDims(dim, begin + end), windowExtent(geometry, axis));
}

function paddingOf({ autoPad, pads, kernel }: WindowGeometry, axis: number): readonly [number, number] {
  return autoPad === 'VALID' ? [0, 0] : [pads[axis] ?? 0, pads[axis + kernel.length] ?? 0];
}

/** What a window covers from its first element to its last. */
function windowExtent({ kernel, dilations }: WindowGeometry, axis: number): SymbolicDim {
  return addDims(multiplyDims(subtractDims(kernel[axis], 1), dilations[axis] ?? 1), 1);
}

/** Numbers below 0 come from invalid models. */
function notNegative(dim: number): SymbolicDim {
  return dim < 0 ? undefined : dim;
}

/**
 * Size that a transposed convolution or un-pooling makes of one axis (ONNX ConvTranspose-11). SAME cuts down to dim · stride; what a window that is smaller
 * than its stride leaves short of that stays short.
 */
export function transposedSize(dim: SymbolicDim, geometry: WindowGeometry, axis: number, outputPadding: number): SymbolicDim {
  const stride = geometry.strides[axis] ?? 1;
  const [begin, end] = paddingOf(geometry, axis);
  const spread = multiplyDims(subtractDims(dim, 1), stride);
  const whole = addDims(addDims(spread, windowExtent(geometry, axis)), outputPadding);
  return geometry.autoPad.startsWith('SAME') ? minDims(multiplyDims(dim, stride), whole) : maxDims(subtractDims(whole, begin + end), 0);
}
