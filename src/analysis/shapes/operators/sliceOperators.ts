import { concreteShape, normalizeAxes } from '../axes';
import { ENDLESS, isAtMost, lowerBound, upperBound } from '../dims/dimBounds';
import { addDims, multiplyDims, subtractDims } from '../dims/dimArithmetic';
import { ceilDivideDims } from '../dims/dimDivision';
import { maxDims, minDims } from '../dims/dimExtremes';
import type { SymbolicDim } from '../dims/dim';
import { listLength, MAX_ELEMENTS, tensorFact, unknownShape, type Elements, type SymbolicShape } from '../fact';
import type { InferOperator, OperatorContext } from '../operatorContext';
import { takeElements } from '../takeElements';

interface SliceRange {
  readonly axis: number;
  readonly start: SymbolicDim;
  readonly step: number | undefined;
  readonly size: SymbolicDim;
}

/** Slice: ranges by attribute until opset 9, by operand since. */
export const inferSlice: InferOperator = node => {
  const shape = node.shape(0);
  if (shape === undefined) return [tensorFact(node.dtype(0), undefined)];
  const ranges = rangesOf(node, shape);
  if (ranges === undefined) return [tensorFact(node.dtype(0), slicedShapeWithoutRanges(node, shape))];
  const sizes = new Map(ranges.map(range => [range.axis, range.size]));
  const output = shape.map((dim, axis) => (sizes.has(axis) ? sizes.get(axis) : dim));
  return [tensorFact(node.dtype(0), output, slicedElements(node, shape, ranges))];
};

function rangesOf(node: OperatorContext, shape: SymbolicShape): readonly SliceRange[] | undefined {
  const starts = node.ints('starts') ?? node.elements(1);
  const ends = node.ints('ends') ?? node.elements(2);
  const count = starts?.length ?? ends?.length ?? listLength(node.dim(1, 0));
  if (count === undefined) return undefined;
  const listed = node.ints('axes') ?? (node.has(3) ? node.elements(3) : Array.from({ length: count }, (_, axis) => axis));
  const axes = listed === undefined ? undefined : normalizeAxes(listed, shape.length);
  const steps = node.has(4) ? node.elements(4) : new Array<SymbolicDim>(count).fill(1);
  return axes?.map((axis, index) => sliceRange(axis, shape[axis], starts?.[index], ends?.[index], steps?.[index]));
}

/** Which dims an unknown range touches is known as long as the axes are. */
function slicedShapeWithoutRanges(node: OperatorContext, shape: SymbolicShape): SymbolicShape {
  const axes = node.elements(3);
  const touched = axes === undefined ? undefined : normalizeAxes(axes, shape.length);
  return touched === undefined ? unknownShape(shape.length) : shape.map((dim, axis) => (touched.includes(axis) ? undefined : dim));
}

function sliceRange(axis: number, dim: SymbolicDim, start: SymbolicDim, end: SymbolicDim, step: SymbolicDim): SliceRange {
  if (dim === 0 && typeof step === 'number') return { axis, start: 0, step, size: 0 };
  if (typeof step !== 'number' || step === 0) return { axis, start: undefined, step: undefined, size: undefined };
  const first = step > 0 ? clampIndex(start, dim, 0, dim) : clampIndex(start, dim, 0, subtractDims(dim, 1));
  const last = step > 0 ? clampIndex(end, dim, 0, dim) : lastBackwards(end, dim);
  const span = step > 0 ? subtractDims(last, first) : subtractDims(first, last);
  return { axis, start: first, step, size: maxDims(ceilDivideDims(span, Math.abs(step)), 0) };
}

/** The largest numbers of 32 and 64 bits, with which exporters write "to the end", and the runtime reads so in both directions. */
const TO_THE_END = new Set<SymbolicDim>([2 ** 31 - 1, 2 ** 63]);

/** The index before which a range with a negative step ends. */
function lastBackwards(end: SymbolicDim, dim: SymbolicDim): SymbolicDim {
  return TO_THE_END.has(end) ? -1 : clampIndex(end, dim, -1, subtractDims(dim, 1));
}

/** Counted from the front and moved into low … high. Unknown when the sign of the index is not certain. */
function clampIndex(index: SymbolicDim, dim: SymbolicDim, low: number, high: SymbolicDim): SymbolicDim {
  if (index === undefined) return undefined;
  if (isAtMost(index, -ENDLESS) === true) return low;
  if (upperBound(index) < 0) return maxDims(minDims(addDims(index, dim), high), low);
  if (lowerBound(index) < 0) return undefined;
  return minDims(index, high);
}

function slicedElements(node: OperatorContext, shape: SymbolicShape, ranges: readonly SliceRange[]): Elements | undefined {
  const elements = node.elements(0);
  const concrete = concreteShape(shape);
  if (elements === undefined || concrete === undefined) return undefined;
  // Beside a dim of 0 another may be of any size.
  if (elements.length === 0) return elements;
  const indexes: (readonly number[])[] = concrete.map(dim => Array.from({ length: dim }, (_, index) => index));
  for (const { axis, start, step, size } of ranges) {
    if (typeof start !== 'number' || typeof size !== 'number' || step === undefined) return undefined;
    indexes[axis] = Array.from({ length: size }, (_, index) => start + index * step);
  }
  return takeElements(elements, concrete, indexes);
}

/** Pad: amounts by attribute until opset 10, by operand since, for all axes or (opset 18) the listed ones. Negative amounts cut off. */
export const inferPad: InferOperator = node => {
  const shape = node.shape(0);
  if (shape === undefined) return [tensorFact(node.dtype(0), undefined)];
  const pads = node.ints('pads') ?? node.ints('paddings') ?? node.elements(1);
  const listed = node.has(3) ? node.elements(3) : shape.map((_, axis) => axis);
  const axes = listed === undefined ? undefined : normalizeAxes(listed, shape.length);
  if (pads === undefined || axes === undefined) return [tensorFact(node.dtype(0), unknownShape(shape.length))];
  const output = shape.map((dim, axis) => {
    const at = axes.indexOf(axis);
    return at < 0 ? dim : addDims(dim, addDims(pads[at], pads[at + axes.length]));
  });
  return [tensorFact(node.dtype(0), output)];
};

/** Tile: repeats by operand; before opset 6 a count and an axis. */
export const inferTile: InferOperator = node => {
  const shape = node.shape(0);
  const repeats = node.elements(1);
  const rank = listLength(node.dim(1, 0));
  if (shape === undefined) return [tensorFact(node.dtype(0), rank === undefined ? undefined : unknownShape(rank))];
  if (repeats?.length !== shape.length) return [tensorFact(node.dtype(0), unknownShape(shape.length))];
  const output = shape.map((dim, axis) => multiplyDims(dim, repeats[axis]));
  const elements = shape.length === 1 ? repeatElements(node.elements(0), repeats[0]) : undefined;
  return [tensorFact(node.dtype(0), output, elements)];
};

function repeatElements(elements: Elements | undefined, times: SymbolicDim): Elements | undefined {
  if (elements === undefined || typeof times !== 'number' || times * elements.length > MAX_ELEMENTS) return undefined;
  return Array.from({ length: times }, () => elements).flat();
}

/** CenterCropPad (opset 18): the listed axes get the sizes of the second operand. */
export const inferCenterCropPad: InferOperator = node => {
  const shape = node.shape(0);
  if (shape === undefined) return [tensorFact(node.dtype(0), undefined)];
  const axes = normalizeAxes(node.ints('axes') ?? shape.map((_, axis) => axis), shape.length);
  const sizes = node.elements(1);
  const output = shape.map((dim, axis) => {
    const at = axes?.indexOf(axis) ?? 0;
    return at < 0 ? dim : sizes?.[at];
  });
  return [tensorFact(node.dtype(0), output)];
};
