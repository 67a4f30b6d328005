import { sameDim, type SymbolicDim } from './dims/dim';
import { maxDims } from './dims/dimExtremes';
import { concreteShape, stridesOf, volumeOf } from './axes';
import { MAX_ELEMENTS, type Elements, type SymbolicShape } from './fact';

/** Shape of an element-wise operation on operands of these shapes (ONNX multidirectional broadcasting). */
export function broadcastShapes(shapes: readonly (SymbolicShape | undefined)[]): SymbolicShape | undefined {
  let result: SymbolicShape = [];
  for (const shape of shapes) {
    if (shape === undefined) return undefined;
    result = broadcastPair(result, shape);
  }
  return result;
}

function broadcastPair(a: SymbolicShape, b: SymbolicShape): SymbolicShape {
  if (a.length === 0) return b;
  const rank = Math.max(a.length, b.length);
  const result: SymbolicDim[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const left = axis - (rank - a.length);
    const right = axis - (rank - b.length);
    result.push(broadcastDim(left < 0 ? 1 : a[left], right < 0 ? 1 : b[right]));
  }
  return result;
}

/** In a valid model two dims are equal or one of them is 1, so a number above 1 decides, and otherwise the larger is right. */
export function broadcastDim(a: SymbolicDim, b: SymbolicDim): SymbolicDim {
  if (a === 1 || sameDim(a, b)) return b;
  if (b === 1) return a;
  if (typeof a === 'number') return typeof b === 'number' ? Math.max(a, b) * (a === 0 || b === 0 ? 0 : 1) : a;
  if (typeof b === 'number') return b;
  return maxDims(a, b);
}

/** Element-wise `combine` over small operands of known shapes; `undefined` when they are too large or a shape is not known. */
export function broadcastElements(
  operands: readonly { readonly shape: SymbolicShape | undefined; readonly elements: Elements | undefined }[],
  combine: (values: readonly SymbolicDim[]) => SymbolicDim,
): Elements | undefined {
  const output = concreteShape(broadcastShapes(operands.map(operand => operand.shape)));
  if (output === undefined || volumeOf(output) > MAX_ELEMENTS) return undefined;
  const sources: { readonly elements: Elements; readonly index: (position: readonly number[]) => number }[] = [];
  for (const { shape, elements } of operands) {
    const concrete = concreteShape(shape);
    if (concrete === undefined || elements === undefined || elements.length !== volumeOf(concrete)) return undefined;
    sources.push({ elements, index: broadcastIndex(concrete, output.length) });
  }
  return positionsOf(output).map(position => combine(sources.map(({ elements, index }) => elements[index(position)])));
}

function broadcastIndex(shape: readonly number[], rank: number): (position: readonly number[]) => number {
  const strides = stridesOf(shape);
  const offset = rank - shape.length;
  return position => {
    let index = 0;
    for (let axis = 0; axis < shape.length; axis++) if (shape[axis] !== 1) index += (position[axis + offset] ?? 0) * (strides[axis] ?? 0);
    return index;
  };
}

/** All index tuples of a concrete shape in row-major order. */
export function positionsOf(shape: readonly number[]): readonly (readonly number[])[] {
  const strides = stridesOf(shape);
  return Array.from({ length: volumeOf(shape) }, (_, flat) => shape.map((dim, axis) => Math.floor(flat / (strides[axis] ?? 1)) % dim));
}
