import { addDims, multiplyDims, subtractDims } from '../dims/dimArithmetic';
import { floorDivideDims } from '../dims/dimDivision';
import { broadcastShapes } from '../broadcast';
import { tensorFact, type Fact } from '../fact';
import type { InferOperator, OperatorContext } from '../operatorContext';
import { fusedOperand, matMulShape } from './contractionOperators';
import { channelsLast } from './convolutionOperators';
import { withLastDim } from './contribLanguageOperators';

/** com.microsoft MatMulNBitsQkv: three products of one input, and the residual sum. */
export const inferPackedQkv: InferOperator = node => {
  const project = (width: number | undefined): Fact => tensorFact(node.dtype(0), withLastDim(node.shape(0), width));
  const pair = project(node.int('Nkv'));
  return [project(node.int('Nq')), pair, pair, tensorFact(node.dtype(0), node.shape(0))];
};

/** com.microsoft MatMulNBitsMlp: N columns, and the residual sum. */
export const inferPackedMlp: InferOperator = node => [
  tensorFact(node.dtype(0), withLastDim(node.shape(0), node.int('N'))),
  tensorFact(node.dtype(0), node.shape(0)),
];

/** com.microsoft MatMulBlockQuantizedFp4Weight, MatMulBlockQuantizedFp8Weight: B is [N, …]. */
export const inferRowMajorMatMul: InferOperator = node => [tensorFact(node.dtype(0), withLastDim(node.shape(0), node.dim(1, 0)))];

/** com.microsoft GatherPacked: K values per index. */
export const inferGatherPacked: InferOperator = node => {
  const indexes = node.shape(1);
  return [tensorFact(node.dtypeAttribute('output_dtype'), indexes === undefined ? undefined : [...indexes, node.int('K')])];
};

/** com.microsoft GemmFastGelu is a MatMul whose left operand may have more than two axes. GemmFloat8 names its type. */
export const inferGemmFloat8: InferOperator = node => [
  tensorFact(node.dtypeAttribute('dtype') ?? 'float32', matMulShape(transposed(node, 0, 'transA'), transposed(node, 1, 'transB'))),
];

/** com.microsoft SparseToDenseMatMul. */
export const inferSparseMatMul: InferOperator = node => [
  tensorFact(node.dtype(1), matMulShape(transposed(node, 0, 'transA'), transposed(node, 1, 'transB'))),
];

function transposed(node: OperatorContext, input: number, flag: string): Fact['shape'] {
  return fusedOperand(node.shape(input), node.int(flag, 0) === 1, false);
}

/** com.microsoft QOrderedMatMul: A, scale, B, … */
export const inferOrderedMatMul: InferOperator = node => [tensorFact(node.dtype(0), matMulShape(node.shape(0), node.shape(2)))];

/** com.microsoft CDist: distances of all pairs of rows. */
export const inferPairwiseDistance: InferOperator = node => [tensorFact(node.dtype(0), [node.dim(0, 0), node.dim(1, 0)])];

/** com.microsoft MulInteger: A, zero point, B, … */
export const inferMulInteger: InferOperator = node => [tensorFact('int32', broadcastShapes([node.shape(0), node.shape(2)]))];

/** com.microsoft QLinearConcat: scale and zero point of the output, then a triple per operand. */
export const inferQLinearConcat: InferOperator = node => {
  const operands = node.inputs.flatMap((input, index) => (index >= 2 && (index - 2) % 3 === 0 ? [input.shape] : []));
  const [first] = operands;
  const axis = node.int('axis', 0);
  if (first === undefined) return [tensorFact(node.dtype(1), undefined)];
  const at = axis < 0 ? axis + first.length : axis;
  const shape = first.map((dim, index) =>
    index === at
      ? operands.slice(1).reduce((sum, operand) => addDims(sum, operand?.[at]), dim)
      : (dim ?? operands.find(operand => operand?.[index] !== undefined)?.[index]),
  );
  return [tensorFact(node.dtype(1), shape)];
};

/** com.microsoft NhwcConv, NhwcFusedConv: channels behind the spatial axes. */
export const inferChannelsLastConv: InferOperator = node => channelsLast(node, 1, node.dtype(0));

/** com.microsoft SkipGroupNorm: the result, and the sum that was normalized. */
export const inferSkipGroupNorm: InferOperator = node => {
  const output = tensorFact(node.dtype(0), node.shape(0));
  return [output, output];
};

/** com.microsoft Rfft: one-sided, a last axis of real and imaginary parts. Irfft takes both away. */
export const inferRealFourier: InferOperator = node => {
  const shape = node.shape(0);
  if (shape === undefined) return [tensorFact(node.dtype(0), undefined)];
  const onesided = node.int('onesided', 1) === 1;
  if (node.op === 'Rfft') {
    const length = shape.at(-1);
    return [tensorFact(node.dtype(0), [...shape.slice(0, -1), onesided ? addDims(floorDivideDims(length, 2), 1) : length, 2])];
  }
  const length = shape.at(-2);
  return [tensorFact(node.dtype(0), [...shape.slice(0, -2), onesided ? multiplyDims(subtractDims(length, 1), 2) : length])];
};

/** com.microsoft DynamicQuantizeLSTM: its weights lie transposed, sizes stand in the attributes. */
export const inferDynamicQuantizeLstm: InferOperator = node => {
  const directions = node.text('direction', 'forward') === 'bidirectional' ? 2 : 1;
  const hidden = node.int('hidden_size') ?? node.dim(2, 1);
  const [sequence, batch] = [node.dim(0, 0), node.dim(0, 1)];
  const last = tensorFact(node.dtype(0), [directions, batch, hidden]);
  return [tensorFact(node.dtype(0), [sequence, directions, batch, hidden]), last, last];
};
