import { concreteShape, toDim, volumeOf } from '../axes';
import { broadcastShapes } from '../broadcast';
import { productOfDims, subtractDims } from '../dims/dimArithmetic';
import { ceilDivideDims } from '../dims/dimDivision';
import { maxDims } from '../dims/dimExtremes';
import { listLength, MAX_ELEMENTS, tensorFact, unknownShape, UNKNOWN, type Elements, type SymbolicShape } from '../fact';
import type { InferOperator, OperatorContext } from '../operatorContext';
import type { SymbolicDim } from '../dims/dim';
import { evaluateBinary, evaluateUnary, isWhole } from './elementValues';

/** Constant: its value is stored with the tensor where the reader keeps it; the short attribute forms are decoded here. */
export const inferConstant: InferOperator = node => {
  const tensor = node.attribute('value');
  if (tensor?.kind === 'tensor')
    return [{ ...tensorFact(tensor.weight.dtype, tensor.weight.dims), ...(tensor.tensor === undefined ? {} : { stored: tensor.tensor }) }];
  const number = node.attribute('value_int') ?? node.attribute('value_float');
  if (number?.kind === 'int' || number?.kind === 'float')
    return [tensorFact(number.kind === 'int' ? 'int64' : 'float32', [], [number.value])];
  const list = node.attribute('value_ints') ?? node.attribute('value_floats');
  if (list?.kind === 'ints' || list?.kind === 'floats')
    return [tensorFact(list.kind === 'ints' ? 'int64' : 'float32', [list.values.length], list.values)];
  const text = node.attribute('value_string') ?? node.attribute('value_strings');
  if (text?.kind === 'string') return [tensorFact('string', [])];
  return text?.kind === 'strings' ? [tensorFact('string', [text.values.length])] : [UNKNOWN];
};

/** The shape that a vector operand spells. */
export function shapeFromOperand(node: OperatorContext, input: number): SymbolicShape | undefined {
  const elements = node.elements(input);
  if (elements !== undefined) return elements.map(toDim);
  const rank = listLength(node.dim(input, 0));
  return rank === undefined ? undefined : unknownShape(rank);
}

export const inferConstantOfShape: InferOperator = node => {
  const value = node.attribute('value');
  const shape = shapeFromOperand(node, 0);
  if (value?.kind !== 'tensor') return [tensorFact('float32', shape, filled(shape, 0))];
  return [tensorFact(value.weight.dtype, shape, filled(shape, node.surroundings.readWeight(value.weight)?.[0]))];
};

function filled(shape: SymbolicShape | undefined, value: SymbolicDim): Elements | undefined {
  const concrete = concreteShape(shape);
  const volume = concrete === undefined ? undefined : volumeOf(concrete);
  return volume === undefined || volume > MAX_ELEMENTS ? undefined : new Array<SymbolicDim>(volume).fill(value);
}

/** Expand broadcasts both ways: the result may be larger than what was asked for. */
export const inferExpand: InferOperator = node => {
  const shape = broadcastShapes([node.shape(0), shapeFromOperand(node, 1)]);
  const elements = node.elements(0);
  return [tensorFact(node.dtype(0), shape, elements?.length === 1 ? filled(shape, elements[0]) : undefined)];
};

export const inferRange: InferOperator = node => {
  const [start, limit, step] = [node.scalar(0), node.scalar(1), node.scalar(2)];
  const dtype = node.dtype(0) ?? node.dtype(1);
  const count = rangeLength(start, limit, step);
  if (typeof count !== 'number' || typeof start !== 'number' || typeof step !== 'number' || count > MAX_ELEMENTS)
    return [tensorFact(dtype, [count])];
  return [
    tensorFact(
      dtype,
      [count],
      Array.from({ length: count }, (_, index) => start + index * step),
    ),
  ];
};

/** max(⌈(limit − start) / step⌉, 0), ONNX Range-11. */
function rangeLength(start: SymbolicDim, limit: SymbolicDim, step: SymbolicDim): SymbolicDim {
  if (typeof start === 'number' && typeof limit === 'number' && typeof step === 'number')
    return step === 0 ? undefined : Math.max(Math.ceil((limit - start) / step), 0);
  return typeof step === 'number' && step < 0
    ? maxDims(ceilQuotient(subtractDims(start, limit), -step), 0)
    : maxDims(ceilQuotient(subtractDims(limit, start), step), 0);
}

/** Limits and steps may be real numbers. */
function ceilQuotient(span: SymbolicDim, step: SymbolicDim): SymbolicDim {
  if (span === undefined || step === undefined) return undefined;
  if (isWhole(span) && isWhole(step)) return ceilDivideDims(span, step);
  return evaluateUnary('Ceil')?.(evaluateBinary('Div', false)?.(span, step));
}

export const inferShape: InferOperator = node => {
  const shape = node.shape(0);
  if (shape === undefined) return [tensorFact('int64', [undefined])];
  const part = shape.slice(boundary(node.int('start', 0), shape.length), boundary(node.int('end', shape.length), shape.length));
  return [tensorFact('int64', [part.length], part)];
};

function boundary(index: number, rank: number): number {
  return Math.min(Math.max(index < 0 ? index + rank : index, 0), rank);
}

export const inferSize: InferOperator = node => {
  const shape = node.shape(0);
  return [tensorFact('int64', [], [shape === undefined ? undefined : productOfDims(shape)])];
};

/** RandomNormal, RandomUniform: shape by attribute. */
export const inferRandom: InferOperator = node => [tensorFact(node.dtypeAttribute('dtype') ?? 'float32', node.ints('shape'))];

/** …Like, EyeLike, Bernoulli: shape of the input, type by attribute or of the input. */
export const inferLike: InferOperator = node => [tensorFact(node.dtypeAttribute('dtype') ?? node.dtype(0), node.shape(0))];

export const inferMultinomial: InferOperator = node => [
  tensorFact(node.dtypeAttribute('dtype') ?? 'int32', [node.dim(0, 0), node.int('sample_size', 1)]),
];

/** HannWindow and its kin. */
export const inferWindow: InferOperator = node => [
  tensorFact(node.dtypeAttribute('output_datatype') ?? 'float32', [toDim(node.scalar(0))]),
];

/** MelWeightMatrix: ⌊dft_length / 2⌋ + 1 bins by mel bins. */
export const inferMelWeightMatrix: InferOperator = node => {
  const length = node.scalar(1);
  const bins = typeof length === 'number' ? Math.floor(length / 2) + 1 : undefined;
  return [tensorFact(node.dtypeAttribute('output_datatype') ?? 'float32', [bins, toDim(node.scalar(0))])];
};
