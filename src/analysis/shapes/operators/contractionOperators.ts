import type { Dtype } from '../../../shared/graph/dtype';
import { broadcastDim, broadcastShapes } from '../broadcast';
import type { SymbolicDim } from '../dims/dim';
import { tensorFact, type Fact, type SymbolicShape } from '../fact';
import type { InferOperator, OperatorContext } from '../operatorContext';

/** Shape of A·B as numpy.matmul has it: vectors get an axis that is taken away again. */
export function matMulShape(a: SymbolicShape | undefined, b: SymbolicShape | undefined): SymbolicShape | undefined {
  if (a === undefined || b === undefined || a.length === 0 || b.length === 0) return undefined;
  const batch = broadcastShapes([a.slice(0, -2), b.slice(0, -2)]);
  if (batch === undefined) return undefined;
  const rows = a.length === 1 ? [] : [a.at(-2)];
  const columns = b.length === 1 ? [] : [b.at(-1)];
  return [...batch, ...rows, ...columns];
}

export const inferMatMul: InferOperator = node => [tensorFact(node.dtype(0), matMulShape(node.shape(0), node.shape(1)))];

export const inferMatMulInteger: InferOperator = node => [tensorFact('int32', matMulShape(node.shape(0), node.shape(1)))];

/** QLinearMatMul: a, scale, zero point, b, …; the output's type is that of its zero point. */
export const inferQLinearMatMul: InferOperator = node => [
  tensorFact(node.dtype(7) ?? node.dtype(0), matMulShape(node.shape(0), node.shape(3))),
];

/** com.microsoft MatMulIntegerToFloat and DynamicQuantizeMatMul: float result of integer operands. */
export const inferMatMulToFloat: InferOperator = node => [tensorFact(floatScale(node), matMulShape(node.shape(0), node.shape(1)))];

function floatScale(node: OperatorContext): Dtype | undefined {
  return node.dtype(2) ?? 'float32';
}

/** com.microsoft FusedMatMul: `transA`/`transB` swap the last two axes, `transBatchA`/`transBatchB` move the first axis behind the others. */
export const inferFusedMatMul: InferOperator = node => {
  const a = fusedOperand(node.shape(0), node.int('transA', 0) === 1, node.int('transBatchA', 0) === 1);
  const b = fusedOperand(node.shape(1), node.int('transB', 0) === 1, node.int('transBatchB', 0) === 1);
  return [tensorFact(node.dtype(0), matMulShape(a, b))];
};

/** The operand as plain MatMul would take it. */
export function fusedOperand(shape: SymbolicShape | undefined, swap: boolean, moveBatch: boolean): SymbolicShape | undefined {
  if (shape === undefined || shape.length < 2) return shape;
  const moved = moveBatch ? [...shape.slice(1, -1), shape[0], shape.at(-1)] : shape;
  return swap ? [...moved.slice(0, -2), moved.at(-1), moved.at(-2)] : moved;
}

/** Gemm and its quantized forms; operand positions differ. */
export function gemm(node: OperatorContext, a: number, b: number, dtype: Dtype | undefined): readonly Fact[] {
  const rows = node.dim(a, node.int('transA', 0) === 1 ? 1 : 0);
  const columns = node.dim(b, node.int('transB', 0) === 1 ? 0 : 1);
  return [tensorFact(dtype, [rows, columns])];
}

export const inferGemm: InferOperator = node => gemm(node, 0, 1, node.dtype(0));

/** com.microsoft QGemm: A, scale, zero point, B, scale, zero point, C, y scale, y zero point; float when no output scale is given. */
export const inferQGemm: InferOperator = node => gemm(node, 0, 3, node.has(8) ? node.dtype(8) : 'float32');

/** com.microsoft MatMulNBits, MatMulBnb4 and the like: B is packed, its size stands in the attributes K and N. */
export const inferPackedMatMul: InferOperator = node => {
  const shape = node.shape(0);
  return [tensorFact(node.dtype(0), shape === undefined ? undefined : [...shape.slice(0, -1), node.int('N')])];
};

/** Einsum: the output's labels, or (without an arrow) those that occur once, in alphabetical order. */
export const inferEinsum: InferOperator = node => {
  const parsed = parseEinsum(
    node.text('equation'),
    node.inputs.map(input => input.shape),
  );
  return [tensorFact(node.dtype(0), parsed?.output)];
};

export interface EinsumShapes {
  /** Dim of every label; dims under an ellipsis have the labels `…0`, `…1`. */
  readonly dims: ReadonlyMap<string, SymbolicDim>;
  readonly operands: readonly (readonly string[])[];
  readonly outputLabels: readonly string[];
  readonly output: SymbolicShape;
}

/** Labels and dims of an Einsum; `undefined` when an operand's rank is not known or does not fit its term. */
export function parseEinsum(equation: string, shapes: readonly (SymbolicShape | undefined)[]): EinsumShapes | undefined {
  const [left = '', right] = equation.replaceAll(/\s/g, '').split('->');
  const terms = left.split(',');
  const ellipsisRank = Math.max(
    0,
    ...terms
      .map((term, index) => (shapes[index]?.length ?? 0) - term.replace('...', '').length)
      .filter((_, index) => terms[index]?.includes('...')),
  );
  const dims = new Map<string, SymbolicDim>();
  const operands: (readonly string[])[] = [];
  for (const [index, term] of terms.entries()) {
    const shape = shapes[index];
    const labels = shape === undefined ? undefined : labelsOf(term, shape.length, ellipsisRank);
    if (shape === undefined || labels?.length !== shape.length) return undefined;
    labels.forEach((label, axis) => dims.set(label, dims.has(label) ? broadcastDim(dims.get(label), shape[axis]) : shape[axis]));
    operands.push(labels);
  }
  const outputLabels =
    right === undefined ? implicitOutput(operands) : labelsOf(right, right.replace('...', '').length + ellipsisRank, ellipsisRank);
  return { dims, operands, outputLabels, output: outputLabels.map(label => dims.get(label)) };
}

/** Labels of one term; an ellipsis stands for the axes that are left, aligned at the end. */
function labelsOf(term: string, rank: number, ellipsisRank: number): readonly string[] {
  const [before = '', after] = term.split('...');
  if (after === undefined) return before.split('');
  const covered = rank - before.length - after.length;
  const hidden = Array.from({ length: Math.max(0, covered) }, (_, index) => `…${ellipsisRank - covered + index}`);
  return [...before.split(''), ...hidden, ...after.split('')];
}

function implicitOutput(operands: readonly (readonly string[])[]): readonly string[] {
  const all = operands.flat();
  const once = all.filter(label => label.startsWith('…') || all.indexOf(label) === all.lastIndexOf(label));
  return [...new Set(once)].sort((a, b) => Number(b.startsWith('…')) - Number(a.startsWith('…')) || (a < b ? -1 : 1));
}

/** Det: the last two axes go. */
export const inferDet: InferOperator = node => [tensorFact(node.dtype(0), node.shape(0)?.slice(0, -2))];
