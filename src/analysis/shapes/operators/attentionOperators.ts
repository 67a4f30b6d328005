import type { SymbolicDim } from '../dims/dim';
import { addDims, multiplyDims } from '../dims/dimArithmetic';
import { divideExactly } from '../dims/dimDivision';
import { maxDims } from '../dims/dimExtremes';
import { tensorFact, type Fact, type SymbolicShape } from '../fact';
import type { InferOperator, OperatorContext } from '../operatorContext';

/** Sizes of one attention, read from operands in whatever layout they come. */
export interface AttentionSizes {
  readonly batch: SymbolicDim;
  readonly queryHeads: SymbolicDim;
  readonly keyHeads: SymbolicDim;
  readonly queryLength: SymbolicDim;
  /** Past included. */
  readonly totalLength: SymbolicDim;
  readonly keySize: SymbolicDim;
  readonly valueSize: SymbolicDim;
}

/** ONNX Attention (opset 23): Q, K, V as [batch, heads, length, size] or [batch, length, heads·size]. */
export function onnxAttentionSizes(node: OperatorContext): AttentionSizes | undefined {
  const [query, key, value] = [node.shape(0), node.shape(1), node.shape(2)];
  if (query === undefined || key === undefined || value === undefined) return undefined;
  const queryHeads = query.length === 4 ? query[1] : node.int('q_num_heads');
  const keyHeads = key.length === 4 ? key[1] : node.int('kv_num_heads');
  const past = node.has(4) ? node.dim(4, 2) : 0;
  return {
    batch: query[0],
    queryHeads,
    keyHeads,
    queryLength: query.length === 4 ? query[2] : query[1],
    totalLength: addDims(past, key.length === 4 ? key[2] : key[1]),
    keySize: key.length === 4 ? key[3] : divideExactly(key[2], keyHeads),
    valueSize: value.length === 4 ? value[3] : divideExactly(value[2], keyHeads),
  };
}

export const inferOnnxAttention: InferOperator = node => {
  const sizes = onnxAttentionSizes(node);
  if (sizes === undefined) return [tensorFact(node.dtype(0), undefined)];
  const { batch, queryHeads, keyHeads, queryLength, totalLength, keySize, valueSize } = sizes;
  const output =
    node.rank(0) === 4 ? [batch, queryHeads, queryLength, valueSize] : [batch, queryLength, multiplyDims(queryHeads, valueSize)];
  return [
    tensorFact(node.dtype(0), output),
    tensorFact(node.dtype(1), [batch, keyHeads, totalLength, keySize]),
    tensorFact(node.dtype(2), [batch, keyHeads, totalLength, valueSize]),
    tensorFact(node.dtype(0), [batch, queryHeads, queryLength, totalLength]),
  ];
};

/** com.microsoft Attention and QAttention: the input projection is inside, its weight is [in, 3·hidden] or of `qkv_hidden_sizes`. */
export const inferProjectedAttention: InferOperator = node => {
  const input = node.shape(0);
  const past = node.op === 'QAttention' ? 8 : 4;
  const heads = node.int('num_heads');
  const hidden = node.ints('qkv_hidden_sizes')?.[2] ?? divideExactly(node.dim(1, 1), 3);
  if (input === undefined) return [tensorFact(floatType(node), undefined)];
  const pastLength = node.has(past) ? node.dim(past, 3) : 0;
  const present = [2, input[0], heads, addDims(pastLength, input[1]), divideExactly(hidden, heads)];
  return [tensorFact(floatType(node), [input[0], input[1], hidden]), tensorFact(floatType(node), present)];
};

function floatType(node: OperatorContext): Fact['dtype'] {
  return node.op === 'QAttention' ? node.dtype(3) : node.dtype(0);
}

/** Sizes of com.microsoft MultiHeadAttention, whose operands may be packed: QKV [b, s, h, 3, d], KV [b, t, h, 2, d], or K and V as [b, h, t, d]. */
export function multiHeadSizes(node: OperatorContext): AttentionSizes | undefined {
  const query = node.shape(0);
  const heads = node.int('num_heads');
  if (query === undefined || heads === undefined) return undefined;
  if (query.length === 5)
    return {
      batch: query[0],
      queryHeads: heads,
      keyHeads: heads,
      queryLength: query[1],
      totalLength: query[1],
      keySize: query[4],
      valueSize: query[4],
    };
  const keySize = divideExactly(query[2], heads);
  const [keyLength, valueSize] = keyAndValue(node, heads);
  const past = node.has(6) ? node.dim(6, 2) : 0;
  return {
    batch: query[0],
    queryHeads: heads,
    keyHeads: heads,
    queryLength: query[1],
    totalLength: addDims(past, keyLength),
    keySize,
    valueSize: valueSize ?? keySize,
  };
}

function keyAndValue(node: OperatorContext, heads: number): readonly [SymbolicDim, SymbolicDim] {
  const key = node.shape(1);
  const value = node.shape(2);
  if (key?.length === 5) return [key[1], key[4]];
  if (key?.length === 4) return [key[2], value?.[3]];
  return [key?.[1] ?? node.dim(0, 1), divideExactly(value?.[2], heads)];
}

export const inferMultiHeadAttention: InferOperator = node => {
  const sizes = multiHeadSizes(node);
  if (sizes === undefined) return [tensorFact(node.dtype(0), undefined)];
  const { batch, queryHeads, queryLength, totalLength, keySize, valueSize } = sizes;
  return [
    tensorFact(node.dtype(0), [batch, queryLength, multiplyDims(queryHeads, valueSize)]),
    tensorFact(node.dtype(0), [batch, queryHeads, totalLength, keySize]),
    tensorFact(node.dtype(0), [batch, queryHeads, totalLength, valueSize]),
    tensorFact(node.dtype(0), [batch, queryHeads, queryLength, totalLength]),
  ];
};

/** Sizes of com.microsoft GroupQueryAttention: query [b, s, h·d], or all three packed in it; the total length is a scalar operand. */
export function groupQuerySizes(node: OperatorContext): AttentionSizes | undefined {
  const query = node.shape(0);
  const heads = node.int('num_heads');
  const keyHeads = node.int('kv_num_heads');
  if (query === undefined || heads === undefined || keyHeads === undefined) return undefined;
  const isPacked = !node.has(1);
  const size = divideExactly(query[2], isPacked ? heads + 2 * keyHeads : heads);
  const appended = addDims(node.has(3) ? node.dim(3, 2) : 0, query[1]);
  const totalLength = node.scalar(6) ?? appended;
  return { batch: query[0], queryHeads: heads, keyHeads, queryLength: query[1], totalLength, keySize: size, valueSize: size };
}

export const inferGroupQueryAttention: InferOperator = node => {
  const sizes = groupQuerySizes(node);
  if (sizes === undefined) return [tensorFact(node.dtype(0), undefined)];
  const { batch, queryHeads, keyHeads, queryLength, totalLength, keySize } = sizes;
  // A cache that is longer than what is in it keeps its length; without the total only the run shows which case it is.
  const length = node.scalar(6) === undefined ? undefined : maxDims(node.has(3) ? node.dim(3, 2) : 0, totalLength);
  const present: SymbolicShape = [batch, keyHeads, length, keySize];
  return [
    tensorFact(node.dtype(0), [batch, queryLength, multiplyDims(queryHeads, keySize)]),
    tensorFact(node.dtype(0), present),
    tensorFact(node.dtype(0), present),
  ];
};

/** LinearAttention (opset 27): packed query, key, value and a state [batch, heads, key size, value size]. */
export const inferLinearAttention: InferOperator = node => {
  const query = node.shape(0);
  const keyHeads = node.int('kv_num_heads');
  const valueSize = divideExactly(node.dim(2, 2), keyHeads);
  if (query === undefined) return [tensorFact(node.dtype(0), undefined)];
  return [
    tensorFact(node.dtype(0), [query[0], query[1], multiplyDims(node.int('q_num_heads'), valueSize)]),
    tensorFact(node.dtype(3) ?? node.dtype(0), [query[0], keyHeads, divideExactly(node.dim(1, 2), keyHeads), valueSize]),
  ];
};

/** CausalConvWithState (opset 27): the input's shape, and the last k − 1 positions. */
export const inferCausalConv: InferOperator = node => {
  const kernel = node.dim(1, 2);
  return [tensorFact(node.dtype(0), node.shape(0)), tensorFact(node.dtype(0), [node.dim(0, 0), node.dim(0, 1), addDims(kernel, -1)])];
};
