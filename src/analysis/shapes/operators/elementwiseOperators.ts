import type { Dtype } from '../../../shared/graph/dtype';
import { broadcastElements, broadcastShapes } from '../broadcast';
import { sameDim, type SymbolicDim } from '../dims/dim';
import { tensorFact, type Elements, type Fact } from '../fact';
import type { InferOperator, OperatorContext } from '../operatorContext';
import { evaluateBinary, evaluateUnary, type Evaluate } from './elementValues';

/** Output like the first input; the small values that shapes may depend on are followed. */
export const inferUnary: InferOperator = node => {
  const input = node.input(0);
  const evaluate = evaluateUnary(node.op);
  const elements = evaluate === undefined ? undefined : node.elements(0)?.map(value => roundedTo(input.dtype, evaluate(value)));
  return [tensorFact(input.dtype, input.shape, elements)];
};

/** Runtimes compute in the element type: 10 · 2.3 is 23 in single precision, a little less in double. */
function roundedTo(dtype: Dtype | undefined, value: SymbolicDim): SymbolicDim {
  return dtype === 'float32' && typeof value === 'number' ? Math.fround(value) : value;
}

/** Like the first input, without following values. */
export const inferSameAsInput: InferOperator = node => [tensorFact(node.dtype(0), node.shape(0))];

/** Like the first input, with another element type. */
export function inferSameShape(dtype: Dtype): InferOperator {
  return node => [tensorFact(dtype, node.shape(0))];
}

/** Element-wise with broadcasting; the element type is that of the first operand whose type is known. */
export const inferBroadcast: InferOperator = node => [broadcastFact(node, commonDtype(node))];

/** Comparisons and logic. */
export const inferPredicate: InferOperator = node => [broadcastFact(node, 'bool')];

function commonDtype(node: OperatorContext): Dtype | undefined {
  return node.inputs.find(input => input.dtype !== undefined)?.dtype;
}

function broadcastFact(node: OperatorContext, dtype: Dtype | undefined): Fact {
  // Before opset 7 the second operand was fitted to the first by the attributes `broadcast` and `axis`.
  const shape = node.opset < 7 && node.int('broadcast', 0) === 1 ? node.shape(0) : broadcastShapes(node.inputs.map(input => input.shape));
  return tensorFact(dtype, shape, followed(node, dtype));
}

function followed(node: OperatorContext, dtype: Dtype | undefined): Elements | undefined {
  const isRemainder = node.op === 'Mod' && node.int('fmod', 0) === 1;
  const integers = dtype !== undefined && /int/.test(node.dtype(0) ?? dtype);
  const evaluate = isRemainder ? signedRemainder : evaluateBinary(node.op, integers, node.surroundings.assumeNotNegative);
  if (evaluate === undefined) return undefined;
  return broadcastElements(
    node.inputs.map((input, index) => ({ shape: input.shape, elements: node.elements(index) })),
    values => foldValues((a, b) => roundedTo(dtype, evaluate(a, b)), values),
  );
}

/** `Mod` with `fmod`: the sign of the dividend, as in C. */
function signedRemainder(a: SymbolicDim, b: SymbolicDim): SymbolicDim {
  return typeof a === 'number' && typeof b === 'number' && b !== 0 ? a % b : undefined;
}

function foldValues(evaluate: Evaluate, values: readonly SymbolicDim[]): SymbolicDim {
  const [first, ...others] = values;
  return others.reduce((result: SymbolicDim, value) => evaluate(result, value), first);
}

/** Where: values of the chosen side where the condition is known, and where both sides agree. */
export const inferWhere: InferOperator = node => {
  const operands = [0, 1, 2].map(index => ({ shape: node.shape(index), elements: node.elements(index) }));
  const elements = broadcastElements(operands, ([condition, yes, no]) =>
    typeof condition === 'number' ? (condition !== 0 ? yes : no) : sameOrUnknown(yes, no),
  );
  return [tensorFact(node.dtype(1) ?? node.dtype(2), broadcastShapes(operands.map(operand => operand.shape)), elements)];
};

function sameOrUnknown(yes: SymbolicDim, no: SymbolicDim): SymbolicDim {
  return sameDim(yes, no) ? yes : undefined;
}

/** Cast and CastLike. Values keep their meaning except where a real number is cut to a whole one or anything becomes bool. */
export const inferCast: InferOperator = node => {
  const to = node.op === 'Cast' ? node.dtypeAttribute('to') : node.dtype(1);
  return [
    tensorFact(
      to,
      node.shape(0),
      node.elements(0)?.map(value => castValue(value, to)),
    ),
  ];
};

function castValue(value: SymbolicDim, to: Dtype | undefined): SymbolicDim {
  if (to === undefined) return undefined;
  if (to === 'bool') return typeof value === 'number' ? (value === 0 ? 0 : 1) : undefined;
  if (!/int/.test(to)) return roundedTo(to, value);
  return typeof value === 'number' ? Math.trunc(value) : evaluateUnary('Floor')?.(value);
}

/** PRelu: the slope is fitted to the input, never the other way round. */
export const inferPRelu: InferOperator = inferSameAsInput;

/** Clip: limits are attributes before opset 11 and operands since. */
export const inferClip: InferOperator = node => {
  const low = node.int('min') ?? (node.has(1) ? node.scalar(1) : -Infinity);
  const high = node.int('max') ?? (node.has(2) ? node.scalar(2) : Infinity);
  const lower = evaluateBinary('Max', true);
  const upper = evaluateBinary('Min', true);
  const elements = node.elements(0)?.map(value => {
    const raised = low === -Infinity ? value : lower?.(value, low);
    return high === Infinity ? raised : upper?.(raised, high);
  });
  return [tensorFact(node.dtype(0), node.shape(0), elements)];
};

/** Dropout: the mask has the shape of the data; it is bool since opset 10. */
export const inferDropout: InferOperator = node => [
  tensorFact(node.dtype(0), node.shape(0), node.elements(0)),
  tensorFact(node.opset < 10 ? node.dtype(0) : 'bool', node.shape(0)),
];
