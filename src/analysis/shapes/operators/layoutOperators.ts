import { concreteShape, normalizeAxes, normalizeAxis, toDim, volumeOf, withDim } from '../axes';
import { positionsOf } from '../broadcast';
import { sameDim, type SymbolicDim } from '../dims/dim';
import { lowerBound } from '../dims/dimBounds';
import { addDims, multiplyDims, productOfDims, subtractDims } from '../dims/dimArithmetic';
import { ceilDivideDims, divideExactly, floorDivideDims } from '../dims/dimDivision';
import { listLength, tensorFact, unknownShape, UNKNOWN, type Elements, type Fact, type SymbolicShape } from '../fact';
import type { InferOperator, OperatorContext } from '../operatorContext';

/** The input with another shape and the same values. */
function reshaped(node: OperatorContext, shape: SymbolicShape | undefined): readonly Fact[] {
  return [tensorFact(node.dtype(0), shape, node.elements(0))];
}

/** Identity and its kin hand everything on, sequences included. */
export const inferIdentity: InferOperator = node => [node.input(0)];

export const inferReshape: InferOperator = node => {
  const target = node.ints('shape') ?? node.elements(1);
  if (target !== undefined) return reshaped(node, reshapeTo(node.shape(0), target, node.int('allowzero', 0) === 1));
  const rank = listLength(node.dim(1, 0));
  if (rank === undefined) return reshaped(node, undefined);
  const input = node.shape(0);
  // A vector of one entry can only be the whole volume, and the empty one a scalar.
  return reshaped(node, rank === 1 && input !== undefined ? [productOfDims(input)] : unknownShape(rank));
};

/** 0 copies the input's dim unless `allowzero`; −1, or a single unknown entry, takes what is left. */
function reshapeTo(input: SymbolicShape | undefined, target: Elements, allowZero: boolean): SymbolicShape {
  const isCopied = (value: SymbolicDim): boolean => value === 0 && !allowZero;
  const shape = target.map((value, axis) => (isCopied(value) ? input?.[axis] : toDim(value)));
  const open = shape.flatMap((dim, axis) => (dim === undefined && !isCopied(target[axis]) ? [axis] : []));
  const [only] = open;
  if (only === undefined || open.length > 1 || input === undefined) return shape;
  const copied = new Set(target.flatMap((value, axis) => (isCopied(value) ? [axis] : [])));
  return withDim(shape, only, remainingDim(input, shape, only, copied));
}

/** Input volume divided by the other dims. Dims that are copied or found on both sides are cancelled first, so that copied ones may be unknown. */
function remainingDim(input: SymbolicShape, shape: SymbolicShape, only: number, copied: ReadonlySet<number>): SymbolicDim {
  const left = input.filter((dim, axis) => !copied.has(axis) || dim === 0);
  const right: SymbolicDim[] = [];
  shape.forEach((dim, axis) => {
    if (axis === only || (copied.has(axis) && dim !== 0)) return;
    const at = left.findIndex(candidate => sameDim(candidate, dim));
    if (at < 0 || dim === 0) right.push(dim);
    else left.splice(at, 1);
  });
  const volume = productOfDims(left);
  const known = productOfDims(right);
  return divideExactly(volume, known) ?? (typeof known === 'number' && known > 0 ? floorDivideDims(volume, known) : undefined);
}

export const inferFlatten: InferOperator = node => {
  const shape = node.shape(0);
  if (shape === undefined) return reshaped(node, unknownShape(2));
  const axis = node.int('axis', 1);
  const split = axis < 0 ? axis + shape.length : axis;
  return reshaped(node, [productOfDims(shape.slice(0, split)), productOfDims(shape.slice(split))]);
};

/** Axes by attribute until opset 12, by operand since. */
function axesOf(node: OperatorContext): {
  readonly axes: Elements | undefined;
  readonly count: number | undefined;
  readonly given: boolean;
} {
  const axes = node.ints('axes') ?? node.elements(1);
  return { axes, count: axes?.length ?? listLength(node.dim(1, 0)), given: axes !== undefined || node.has(1) };
}

export const inferSqueeze: InferOperator = node => {
  const shape = node.shape(0);
  const { axes, count, given } = axesOf(node);
  if (shape === undefined) return reshaped(node, undefined);
  if (!given) return reshaped(node, shape.includes(undefined) ? undefined : shape.filter(dim => isLongAxis(node, dim)));
  const removed = axes === undefined ? onlyCandidates(shape, count) : normalizeAxes(axes, shape.length);
  if (removed !== undefined)
    return reshaped(
      node,
      shape.filter((_, axis) => !removed.includes(axis)),
    );
  return reshaped(node, typeof count === 'number' ? unknownShape(Math.max(0, shape.length - count)) : undefined);
};

/** A symbol is taken to be more than 1: else it names an axis that is sometimes there and sometimes not. */
function isLongAxis(node: OperatorContext, dim: SymbolicDim): boolean {
  const rest = subtractDims(dim, 2);
  if (rest !== undefined && typeof rest !== 'number' && lowerBound(rest) < 0) node.surroundings.assumeNotNegative(rest);
  return dim !== 1;
}

/** Axes that are not known are all the axes that can be meant, if those are just as many. */
function onlyCandidates(shape: SymbolicShape, count: SymbolicDim): readonly number[] | undefined {
  const candidates = shape.flatMap((dim, axis) => (dim === 1 || typeof dim !== 'number' ? [axis] : []));
  return candidates.length === count ? candidates : undefined;
}

export const inferUnsqueeze: InferOperator = node => {
  const shape = node.shape(0);
  const { axes, count } = axesOf(node);
  if (shape === undefined || typeof count !== 'number') return reshaped(node, undefined);
  const rank = shape.length + count;
  const added = axes === undefined ? undefined : normalizeAxes(axes, rank);
  if (added === undefined) return reshaped(node, unknownShape(rank));
  const rest = [...shape];
  return reshaped(
    node,
    Array.from({ length: rank }, (_, axis) => (added.includes(axis) ? 1 : rest.shift())),
  );
};

export const inferTranspose: InferOperator = node => {
  const shape = node.shape(0);
  if (shape === undefined) return [tensorFact(node.dtype(0), undefined)];
  const permutation = node.ints('perm') ?? shape.map((_, axis) => shape.length - 1 - axis);
  return [
    tensorFact(
      node.dtype(0),
      permutation.map(axis => shape[axis]),
      transposeElements(node.elements(0), concreteShape(shape), permutation),
    ),
  ];
};

function transposeElements(
  elements: Elements | undefined,
  shape: readonly number[] | undefined,
  permutation: readonly number[],
): Elements | undefined {
  if (elements === undefined || shape === undefined || shape.length < 2) return elements;
  const output = permutation.map(axis => shape[axis] ?? 1);
  return positionsOf(output).map(position => {
    let index = 0;
    for (let axis = 0; axis < shape.length; axis++) index = index * (shape[axis] ?? 1) + (position[permutation.indexOf(axis)] ?? 0);
    return elements[index];
  });
}

export const inferConcat: InferOperator = node => {
  const dtype = node.inputs.find(input => input.dtype !== undefined)?.dtype;
  const shapes = node.inputs.map(input => input.shape);
  const rank = shapes.find(shape => shape !== undefined)?.length;
  const axis = rank === undefined ? undefined : normalizeAxis(node.int('axis', 1), rank);
  if (rank === undefined || axis === undefined) return [tensorFact(dtype, undefined)];
  const dims = Array.from({ length: rank }, (_, index) =>
    index === axis ? sumAlong(shapes, axis) : shapes.map(shape => shape?.[index]).find(dim => dim !== undefined),
  );
  return [tensorFact(dtype, dims, concatElements(node, axis))];
};

function sumAlong(shapes: readonly (SymbolicShape | undefined)[], axis: number): SymbolicDim {
  return shapes.reduce((sum: SymbolicDim, shape) => addDims(sum, shape?.[axis]), 0);
}

/** Joined values of vectors, and of anything along the first axis. */
function concatElements(node: OperatorContext, axis: number): Elements | undefined {
  if (axis !== 0) return undefined;
  const parts = node.inputs.map((input, index) => node.elements(index) ?? unknownElements(input));
  return parts.every(part => part !== undefined) ? parts.flat() : undefined;
}

/** A vector of known length whose values are not known still has its place among the others. */
function unknownElements(input: Fact): Elements | undefined {
  const shape = concreteShape(input.shape);
  const volume = shape === undefined ? undefined : volumeOf(shape);
  return volume !== undefined && volume <= 64 ? new Array<SymbolicDim>(volume).fill(undefined) : undefined;
}

export const inferSplit: InferOperator = node => {
  const shape = node.shape(0);
  const outputs = Array.from({ length: node.outputCount }, (_, index) => index);
  if (shape === undefined) return outputs.map(() => tensorFact(node.dtype(0), undefined));
  const axis = normalizeAxis(node.int('axis', 0), shape.length);
  if (axis === undefined) return outputs.map(() => UNKNOWN);
  const sizes = splitSizes(node, shape[axis]);
  const elements = shape.length === 1 ? node.elements(0) : undefined;
  let start = 0;
  return outputs.map(index => {
    const size = sizes[index];
    const part = typeof size === 'number' ? elements?.slice(start, start + size) : undefined;
    start += typeof size === 'number' ? size : Number.NaN;
    return tensorFact(node.dtype(0), withDim(shape, axis, size), part);
  });
};

/** Given sizes, or equal parts of which the last may be smaller (`num_outputs`, opset 18). */
function splitSizes(node: OperatorContext, dim: SymbolicDim): Elements {
  const given = node.ints('split') ?? node.elements(1);
  if (given !== undefined) return given;
  const parts = node.int('num_outputs') ?? node.outputCount;
  if (node.has(1) || parts === 0) return [];
  const count = Math.min(parts, node.outputCount);
  if (node.opset < 18) return new Array<SymbolicDim>(count).fill(floorDivideDims(dim, parts));
  const size = ceilDivideDims(dim, parts);
  const last = toDim(subtractDims(dim, multiplyDims(size, parts - 1)));
  return Array.from({ length: count }, (_, index) => (index < parts - 1 ? size : last));
}

export const inferDepthToSpace: InferOperator = node => blockMoved(node, 'toSpace');
export const inferSpaceToDepth: InferOperator = node => blockMoved(node, 'toDepth');

function blockMoved(node: OperatorContext, direction: 'toSpace' | 'toDepth'): readonly Fact[] {
  const [batch, channels, height, width] = node.shape(0) ?? [];
  const block = node.int('blocksize', 1);
  const area = block * block;
  const channelsAfter = direction === 'toSpace' ? floorDivideDims(channels, area) : multiplyDims(channels, area);
  const spatial = [height, width].map(dim => (direction === 'toSpace' ? multiplyDims(dim, block) : floorDivideDims(dim, block)));
  return [tensorFact(node.dtype(0), [batch, channelsAfter, ...spatial])];
}
