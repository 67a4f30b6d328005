import { normalizeAxis } from '../axes';
import { symbolDim, type SymbolicDim } from '../dims/dim';
import { productOfDims } from '../dims/dimArithmetic';
import { tensorFact, type Elements } from '../fact';
import type { InferOperator, OperatorContext } from '../operatorContext';

/** A size that only running the model tells: what a run has told, else a symbol of its own, so that all who share it are seen to agree. */
export function dataDependent(node: OperatorContext, what: string): SymbolicDim {
  const name = `${node.op}_${node.node}.${what}`;
  const measured = node.surroundings.measuredSize(name);
  if (measured !== undefined) return measured;
  node.surroundings.noteDataDependent(node.node);
  return symbolDim(name);
}

/** NonZero: [rank, count]. */
export const inferNonZero: InferOperator = node => {
  const elements = node.numbers(0);
  const rank = node.rank(0);
  const count = elements?.reduce((total, value) => total + (value === 0 ? 0 : 1), 0);
  // A scalar counts as a vector of one element.
  const rows = rank === 0 ? 1 : rank;
  return [tensorFact('int64', [rows, count ?? dataDependent(node, 'count')], positions(elements, rows))];
};

function positions(elements: Elements | undefined, rank: number | undefined): Elements | undefined {
  return rank === 1 ? elements?.flatMap((value, index) => (value === 0 ? [] : [index])) : undefined;
}

/** NonMaxSuppression: at most 0 boxes, the default, are none. */
export const inferNonMaxSuppression: InferOperator = node => [
  tensorFact('int64', [!node.has(2) || node.scalar(2) === 0 ? 0 : dataDependent(node, 'boxes'), 3]),
];

/** Compress: a vector without `axis`, else that axis shrinks. */
export const inferCompress: InferOperator = node => {
  const shape = node.shape(0);
  const chosen = node.numbers(1);
  const kept = chosen?.filter(value => value !== 0).length ?? dataDependent(node, 'count');
  const axisGiven = node.int('axis');
  if (axisGiven === undefined) return [tensorFact(node.dtype(0), [kept])];
  const axis = shape === undefined ? undefined : normalizeAxis(axisGiven, shape.length);
  return [
    tensorFact(
      node.dtype(0),
      shape?.map((dim, index) => (index === axis ? kept : dim)),
    ),
  ];
};

/** Unique: values, first positions, inverse, counts. */
export const inferUnique: InferOperator = node => {
  const shape = node.shape(0);
  const axisGiven = node.int('axis');
  const elements = axisGiven === undefined || shape?.length === 1 ? node.numbers(0) : undefined;
  const count = elements === undefined ? dataDependent(node, 'count') : new Set(elements).size;
  const axis = shape === undefined || axisGiven === undefined ? undefined : normalizeAxis(axisGiven, shape.length);
  const values = axisGiven === undefined ? [count] : shape?.map((dim, index) => (index === axis ? count : dim));
  const whole = axis === undefined ? (shape === undefined ? undefined : productOfDims(shape)) : shape?.[axis];
  const perValue = tensorFact('int64', [count]);
  return [
    tensorFact(node.dtype(0), values),
    perValue,
    tensorFact('int64', [axisGiven !== undefined && axis === undefined ? undefined : whole]),
    perValue,
  ];
};

/** ImageDecoder: height, width, channels. */
export const inferImageDecoder: InferOperator = node => [
  tensorFact('uint8', [
    dataDependent(node, 'height'),
    dataDependent(node, 'width'),
    node.text('pixel_format', 'RGB') === 'Grayscale' ? 1 : 3,
  ]),
];
