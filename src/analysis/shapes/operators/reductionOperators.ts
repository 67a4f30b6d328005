import { normalizeAxes, normalizeAxis, toDim, withDim } from '../axes';
import type { SymbolicDim } from '../dims/dim';
import { productOfDims, sumOfDims } from '../dims/dimArithmetic';
import { maxDims, minDims } from '../dims/dimExtremes';
import { tensorFact, unknownShape, type Elements, type SymbolicShape } from '../fact';
import type { InferOperator, OperatorContext } from '../operatorContext';

/** Reduce*: axes by attribute, or by operand (ReduceSum since opset 13, the others since 18). */
export const inferReduce: InferOperator = node => {
  const shape = node.shape(0);
  const given = node.ints('axes') ?? (node.has(1) && node.dim(1, 0) !== 0 ? node.elements(1) : []);
  const count = given?.length ?? node.dim(1, 0);
  const keep = node.int('keepdims', 1) === 1;
  if (count === 0 && node.int('noop_with_empty_axes', 0) === 1) return [tensorFact(node.dtype(0), shape, node.elements(0))];
  if (count === 0 && !keep) return [tensorFact(node.dtype(0), [], reduceAll(node))];
  if (shape === undefined) return [tensorFact(node.dtype(0), undefined)];
  const axes = given === undefined ? undefined : normalizeAxes(given.length === 0 ? shape.map((_, axis) => axis) : given, shape.length);
  if (axes === undefined) return [tensorFact(node.dtype(0), reducedWithoutAxes(shape, keep, count))];
  return [tensorFact(node.dtype(0), reduced(shape, axes, keep), axes.length === shape.length ? reduceAll(node) : undefined)];
};

function reduced(shape: SymbolicShape, axes: readonly number[], keep: boolean): SymbolicShape {
  return keep ? shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim)) : shape.filter((_, axis) => !axes.includes(axis));
}

/** Axes that are not known may hit any dim that is not 1 already. */
function reducedWithoutAxes(shape: SymbolicShape, keep: boolean, count: SymbolicDim): SymbolicShape | undefined {
  if (keep) return shape.map(dim => (dim === 1 ? 1 : undefined));
  if (typeof count !== 'number' || count === 0) return undefined;
  return count === shape.length ? [] : unknownShape(Math.max(0, shape.length - count));
}

function reduceAll(node: OperatorContext): Elements | undefined {
  const elements = node.elements(0);
  if (elements === undefined || elements.length === 0) return undefined;
  switch (node.op) {
    case 'ReduceProd':
      return [productOfDims(elements)];
    case 'ReduceSum':
      return [sumOfDims(elements)];
    case 'ReduceMax':
      return [elements.reduce(maxDims)];
    case 'ReduceMin':
      return [elements.reduce(minDims)];
    default:
      return undefined;
  }
}

/** ArgMax, ArgMin: one axis, int64. */
export const inferArgReduce: InferOperator = node => {
  const shape = node.shape(0);
  const axis = shape === undefined ? undefined : normalizeAxis(node.int('axis', 0), shape.length);
  return [
    tensorFact('int64', shape === undefined || axis === undefined ? undefined : reduced(shape, [axis], node.int('keepdims', 1) === 1)),
  ];
};

/** TopK: `k` by attribute until opset 9. */
export const inferTopK: InferOperator = node => {
  const shape = node.shape(0);
  const axis = shape === undefined ? undefined : normalizeAxis(node.int('axis', -1), shape.length);
  const kept = shape === undefined || axis === undefined ? undefined : withDim(shape, axis, node.int('k') ?? toDim(node.scalar(1)));
  return [tensorFact(node.dtype(0), kept), tensorFact('int64', kept)];
};
