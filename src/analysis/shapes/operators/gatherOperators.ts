import { concreteShape, normalizeAxis } from '../axes';
import type { SymbolicDim } from '../dims/dim';
import { productOfDims } from '../dims/dimArithmetic';
import { tensorFact, unknownShape, type Elements } from '../fact';
import type { InferOperator, OperatorContext } from '../operatorContext';
import { takeElements } from '../takeElements';

export const inferGather: InferOperator = node => {
  const data = node.shape(0);
  const indexes = node.shape(1);
  const axis = data === undefined ? undefined : normalizeAxis(node.int('axis', 0), data.length);
  if (data === undefined || indexes === undefined || axis === undefined) return [tensorFact(node.dtype(0), undefined)];
  const shape = [...data.slice(0, axis), ...indexes, ...data.slice(axis + 1)];
  return [tensorFact(node.dtype(0), shape, gatheredElements(node, axis))];
};

function gatheredElements(node: OperatorContext, axis: number): Elements | undefined {
  const shape = concreteShape(node.shape(0));
  const chosen = node.numbers(1);
  const elements = chosen === undefined || shape === undefined ? undefined : node.elements(0);
  if (elements === undefined || chosen === undefined || shape === undefined) return undefined;
  // Beside a dim of 0 another may be of any size.
  if (elements.length === 0) return undefined;
  const dim = shape[axis] ?? 0;
  const lists = shape.map((size, index) =>
    index === axis ? chosen.map(value => (value < 0 ? value + dim : value)) : Array.from({ length: size }, (_, position) => position),
  );
  return takeElements(elements, shape, lists);
}

export const inferGatherElements: InferOperator = node => [tensorFact(node.dtype(0), node.shape(1))];

export const inferGatherND: InferOperator = node => {
  const data = node.shape(0);
  const indexes = node.shape(1);
  const depth = indexes?.at(-1);
  if (data === undefined || indexes === undefined || typeof depth !== 'number') return [tensorFact(node.dtype(0), undefined)];
  const batchDims = node.int('batch_dims', 0);
  return [tensorFact(node.dtype(0), [...indexes.slice(0, -1), ...data.slice(batchDims + depth)], gatheredTuples(node, batchDims, depth))];
};

/** Values where each index tuple names one element of a small tensor. */
function gatheredTuples(node: OperatorContext, batchDims: number, depth: number): Elements | undefined {
  const shape = concreteShape(node.shape(0));
  if (shape === undefined || batchDims !== 0 || depth !== shape.length) return undefined;
  const chosen = node.numbers(1);
  const elements = chosen === undefined ? undefined : node.elements(0);
  if (chosen === undefined || elements === undefined) return undefined;
  return Array.from(
    { length: chosen.length / depth },
    (_, tuple) => elements[flatIndex(chosen.slice(tuple * depth, (tuple + 1) * depth), shape)],
  );
}

function flatIndex(tuple: readonly number[], shape: readonly number[]): number {
  return tuple.reduce((flat, index, axis) => flat * (shape[axis] ?? 1) + (index < 0 ? index + (shape[axis] ?? 0) : index), 0);
}

/** TensorScatter: the data with some values replaced. */
export const inferTensorScatter: InferOperator = node => [tensorFact(node.dtype(0), node.shape(0))];

/** Scatter, ScatterElements: the data with some values replaced. Of vectors the values are followed: exporters compute shapes this way. */
export const inferScatter: InferOperator = node => [tensorFact(node.dtype(0), node.shape(0), scatteredEntries(node))];

function scatteredEntries(node: OperatorContext): Elements | undefined {
  const elements = node.elements(0);
  if (elements === undefined || node.rank(0) !== 1 || node.text('reduction', 'none') !== 'none') return undefined;
  const updates = node.elements(2);
  const result = [...elements];
  for (const [entry, index] of (node.elements(1) ?? [undefined]).entries()) {
    const at = normalizeAxis(index, result.length);
    if (at === undefined) return result.fill(undefined);
    result[at] = updates?.[entry];
  }
  return result;
}

export const inferScatterND: InferOperator = node => [tensorFact(node.dtype(0), node.shape(0), scatteredTuples(node))];

function scatteredTuples(node: OperatorContext): Elements | undefined {
  const shape = concreteShape(node.shape(0));
  const depth = node.shape(1)?.at(-1);
  const elements = node.elements(0);
  if (elements === undefined || shape === undefined || depth !== shape.length || node.text('reduction', 'none') !== 'none')
    return undefined;
  const chosen = node.numbers(1);
  if (chosen === undefined) return new Array<SymbolicDim>(elements.length).fill(undefined);
  const updates = node.elements(2);
  const result = [...elements];
  for (let tuple = 0; tuple * depth < chosen.length; tuple++)
    result[flatIndex(chosen.slice(tuple * depth, (tuple + 1) * depth), shape)] = updates?.[tuple];
  return result;
}

/** OneHot: a new axis of `depth` values. */
export const inferOneHot: InferOperator = node => {
  const indexes = node.shape(0);
  if (indexes === undefined) return [tensorFact(node.dtype(2), undefined)];
  const axis = normalizeAxis(node.int('axis', -1), indexes.length + 1);
  if (axis === undefined) return [tensorFact(node.dtype(2), unknownShape(indexes.length + 1))];
  return [tensorFact(node.dtype(2), [...indexes.slice(0, axis), node.scalar(1), ...indexes.slice(axis)])];
};

/** ArrayFeatureExtractor takes columns of the last axis, as many as there are indexes in whatever shape; a vector counts as one row. */
export const inferArrayFeatureExtractor: InferOperator = node => {
  const shape = node.shape(0);
  const rows = shape?.length === 1 ? [1] : shape?.slice(0, -1);
  const indexes = node.shape(1);
  const columns = indexes === undefined ? undefined : productOfDims(indexes);
  return [tensorFact(node.dtype(0), rows === undefined ? undefined : [...rows, columns])];
};
