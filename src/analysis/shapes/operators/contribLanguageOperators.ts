import type { SymbolicDim } from '../dims/dim';
import { addDims, multiplyDims, subtractDims } from '../dims/dimArithmetic';
import { divideExactly, floorDivideDims } from '../dims/dimDivision';
import { tensorFact, UNKNOWN, type Fact, type SymbolicShape } from '../fact';
import type { InferOperator, OperatorContext } from '../operatorContext';
import { dataDependent } from './detectionOperators';

/** The shape with another last dim. */
export function withLastDim(shape: SymbolicShape | undefined, dim: SymbolicDim): SymbolicShape | undefined {
  return shape === undefined ? undefined : [...shape.slice(0, -1), dim];
}

/** com.microsoft BeamSearch and WhisperBeamSearch: sequences [batch, returned, max length], their scores, and the scores of every step. */
export const inferBeamSearch: InferOperator = node => {
  const [batch, length] = [node.dim(0, 0), node.scalar(1)];
  const returned = node.scalar(4);
  return [
    tensorFact('int32', [batch, returned, length]),
    tensorFact(scoreType(node), [batch, returned]),
    tensorFact(scoreType(node), [undefined, batch, node.scalar(3), undefined]),
  ];
};

/** Type of the length penalty, which has that of the scores. */
function scoreType(node: OperatorContext): Fact['dtype'] {
  return node.dtype(5) ?? 'float32';
}

/** com.microsoft GreedySearch and Sampling: sequences [batch, max length]. */
export const inferGreedySearch: InferOperator = node => [tensorFact('int32', [node.dim(0, 0), node.scalar(1)]), UNKNOWN];

/** com.microsoft NGramRepeatBlock: the scores with some of them set. */
export const inferNGramRepeatBlock: InferOperator = node => [tensorFact(node.dtype(1), node.shape(1))];

/** com.microsoft DecoderAttention: [length, batch, hidden] like the query; caches [batch, heads, length, size] whose length depends on flags. */
export const inferDecoderAttention: InferOperator = node => {
  const heads = node.int('num_heads');
  const cache = tensorFact(node.dtype(0), [node.dim(0, 1), heads, undefined, divideExactly(node.dim(0, 2), heads)]);
  return [tensorFact(node.dtype(0), node.shape(0)), cache, cache];
};

/** com.microsoft DecoderMaskedSelfAttention: the projection is inside; the cache is as long as its buffer. */
export const inferDecoderMaskedSelfAttention: InferOperator = node => {
  const shape = node.shape(0);
  const past = node.shape(4);
  const shares = node.int('past_present_share_buffer', 0) === 1;
  const present = shares ? past : past?.map((dim, axis) => (axis === 3 ? addDims(dim, 1) : dim));
  return [tensorFact(node.dtype(0), withLastDim(shape, divideExactly(node.dim(1, 1), 3))), tensorFact(node.dtype(0), present)];
};

/** com.microsoft PackedMultiHeadAttention and PagedAttention: tokens × the values' width, which packed operands hold as a share of the query. */
export const inferPackedTokens: InferOperator = node => {
  const query = node.shape(0);
  if (query === undefined) return [tensorFact(node.dtype(0), undefined)];
  if (node.has(2)) return [tensorFact(node.dtype(0), [query[0], node.dim(2, -1)]), node.input(3), node.input(4)];
  const heads = node.int('num_heads', 1);
  const keyHeads = node.int('kv_num_heads', heads);
  const width = query.length === 4 ? multiplyDims(query[1], query[3]) : scaled(query[1], heads, heads + 2 * keyHeads);
  return [tensorFact(node.dtype(0), [query[0], width]), node.input(3), node.input(4)];
};

function scaled(dim: SymbolicDim, numerator: number, denominator: number): SymbolicDim {
  return divideExactly(multiplyDims(dim, numerator), denominator);
}

/** com.microsoft RemovePadding: how many tokens are no padding is a matter of the data. */
export const inferRemovePadding: InferOperator = node => {
  const [batch, length, hidden] = [node.dim(0, 0), node.dim(0, 1), node.dim(0, 2)];
  return [
    tensorFact(node.dtype(0), [dataDependent(node, 'tokens'), hidden]),
    tensorFact('int32', [batch, length]),
    tensorFact('int32', [addDims(batch, 1)]),
    tensorFact('int32', [1]),
  ];
};

/** com.microsoft RestorePadding: tokens back in [batch, length, hidden]. */
export const inferRestorePadding: InferOperator = node => [tensorFact(node.dtype(0), [node.dim(1, 0), node.dim(1, 1), node.dim(0, 1)])];

/** com.microsoft GatedRelativePositionBias: [batch, heads, length, length]. */
export const inferGatedRelativePositionBias: InferOperator = node => {
  // With the padding removed, batch and length stand in the token offsets.
  const source = node.has(6) ? 6 : 0;
  const length = node.dim(source, 1);
  return [tensorFact(node.dtype(0), [node.dim(source, 0), node.int('num_heads'), length, length])];
};

/** com.microsoft TorchEmbedding: one row of the table per index. */
export const inferEmbedding: InferOperator = node => {
  const indexes = node.shape(1);
  return [tensorFact(node.dtype(0), indexes === undefined ? undefined : [...indexes, node.dim(0, 1)])];
};

/** com.microsoft WordConvEmbedding: characters of every word become one vector of as many values as there are filters. */
export const inferWordConvEmbedding: InferOperator = node => [tensorFact(node.dtype(1), withLastDim(node.shape(0), node.dim(1, 0)))];

/** com.microsoft Tokenizer: one more axis, as long as the longest text has tokens. */
export const inferTokenizer: InferOperator = node => {
  const shape = node.shape(0);
  return [tensorFact('string', shape === undefined ? undefined : [...shape, dataDependent(node, 'tokens')])];
};

/** com.microsoft UnfoldTensor: windows along one axis become a new last axis. */
export const inferUnfold: InferOperator = node => {
  const shape = node.shape(0);
  const size = node.int('size');
  if (shape === undefined || size === undefined) return [tensorFact(node.dtype(0), undefined)];
  const axis = node.int('dim', -1);
  const at = axis < 0 ? axis + shape.length : axis;
  const windows = addDims(floorDivideDims(subtractDims(shape[at], size), node.int('step', 1)), 1);
  return [tensorFact(node.dtype(0), [...shape.map((dim, index) => (index === at ? windows : dim)), size])];
};

/** com.microsoft GemmaRotaryEmbedding: the query and the key, turned. */
export const inferGemmaRotary: InferOperator = node => [tensorFact(node.dtype(1), node.shape(1)), tensorFact(node.dtype(3), node.shape(3))];

/** com.microsoft SwiGLU: `gate` and `up` apart, or as two halves of the last axis. */
export const inferSwiGlu: InferOperator = node => {
  const shape = node.shape(0);
  return [tensorFact(node.dtype(0), node.has(1) ? shape : withLastDim(shape, floorDivideDims(shape?.at(-1), 2)))];
};
