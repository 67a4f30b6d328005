import { divideExactly, floorDivideDims } from '../dims/dimDivision';
import { multiplyDims } from '../dims/dimArithmetic';
import { tensorFact } from '../fact';
import type { InferOperator } from '../operatorContext';
import { statisticsShape } from './normalizationOperators';
import { convolution } from './convolutionOperators';

/** SkipLayerNormalization and its simplified form: output, mean, inverse deviation, sum of input and skip. */
export const inferSkipLayerNormalization: InferOperator = node => {
  const statistics = tensorFact('float32', statisticsShape(node.shape(0), -1));
  const output = tensorFact(node.dtype(0), node.shape(0));
  return [output, statistics, statistics, output];
};

/** EmbedLayerNormalization: [batch, sequence, hidden], the mask index, and the sum before normalization. */
export const inferEmbedLayerNormalization: InferOperator = node => {
  const hidden = tensorFact(node.dtype(2), [node.dim(0, 0), node.dim(0, 1), node.dim(2, 1)]);
  return [hidden, tensorFact('int32', [node.dim(0, 0)]), hidden];
};

/** com.microsoft.nchwc Conv: channels of the weight are padded to the block; a Sum operand and an activation are fused in. */
export const inferBlockedConv: InferOperator = node => convolution(node, 1, node.dtype(0));

/** Channels per block of the runtime's layout: 16 with AVX-512, else 8, so multiples of 16 are never padded. */
const LARGEST_BLOCK = 16;

/** ReorderInput pads the channels up to a multiple of the machine's block; `channels_last` says that they come behind the spatial axes. */
export const inferReorderInput: InferOperator = node => {
  const shape = node.shape(0);
  if (shape === undefined) return [tensorFact(node.dtype(0), undefined)];
  const isLast = node.int('channels_last', 0) === 1;
  const channels = isLast ? shape.at(-1) : shape[1];
  const padded = typeof channels === 'number' && channels % LARGEST_BLOCK === 0 ? channels : undefined;
  return [tensorFact(node.dtype(0), [shape[0], padded, ...(isLast ? shape.slice(1, -1) : shape.slice(2))])];
};

/** ReorderOutput cuts the channels to the attribute `channels`. */
export const inferReorderOutput: InferOperator = node => {
  const shape = node.shape(0);
  if (shape === undefined) return [tensorFact(node.dtype(0), undefined)];
  const channels = node.int('channels');
  const isLast = node.int('channels_last', 0) === 1;
  return [tensorFact(node.dtype(0), isLast ? [shape[0], ...shape.slice(2), channels] : [shape[0], channels, ...shape.slice(2)])];
};

/** BiasSplitGelu halves the last axis; so does a fused gate. */
export const inferSplitGate: InferOperator = node => {
  const shape = node.shape(0);
  return [tensorFact(node.dtype(0), shape === undefined ? undefined : [...shape.slice(0, -1), floorDivideDims(shape.at(-1), 2)])];
};

/** GatherBlockQuantized: Gather of rows whose values are dequantized on the way. */
export const inferGatherBlockQuantized: InferOperator = node => {
  const data = node.shape(0);
  const indexes = node.shape(1);
  if (data === undefined || indexes === undefined) return [tensorFact(node.dtype(2), undefined)];
  const axis = node.int('gather_axis', 0);
  // Packed bytes hold several values each along the last axis.
  const perByte = node.dtype(0) === 'uint8' ? 8 / node.int('bits', 4) : 1;
  const logical = data.map((dim, index) => (index === data.length - 1 ? multiplyDims(dim, perByte) : dim));
  return [tensorFact(node.dtype(2), [...logical.slice(0, axis), ...indexes, ...logical.slice(axis + 1)])];
};

/** RelativePositionBias: [1, heads, query, key]. */
export const inferRelativePositionBias: InferOperator = node => [
  tensorFact(node.dtype(0), [1, node.dim(0, 1), node.scalar(1), node.scalar(2)]),
];

/** Inverse of Attention's packing: QOrdered and DecoderMasked forms put the result in [batch, sequence, hidden]. */
export const inferDecoderMaskedAttention: InferOperator = node => {
  const query = node.shape(0);
  const value = node.shape(2);
  const hidden = value?.length === 3 ? value[2] : query?.[2];
  const cache = [node.shape(5), node.shape(6)];
  return [
    tensorFact(node.dtype(0), query === undefined ? undefined : [query[0], query[1], hidden]),
    ...cache.map(shape => tensorFact(node.dtype(0), shape)),
  ];
};

/** ExpandDims: one new axis. */
export const inferExpandDims: InferOperator = node => {
  const shape = node.shape(0);
  const axis = node.scalar(1);
  if (shape === undefined || typeof axis !== 'number') return [tensorFact(node.dtype(0), undefined)];
  const at = axis < 0 ? axis + shape.length + 1 : axis;
  return [tensorFact(node.dtype(0), [...shape.slice(0, at), 1, ...shape.slice(at)])];
};

/** MoE and QMoE hand tokens through experts: the input's shape. PackedAttention: [tokens, hidden]. */
export const inferPackedAttention: InferOperator = node => [
  tensorFact(node.dtype(0), [node.dim(0, 0), node.ints('qkv_hidden_sizes')?.[2] ?? divideExactly(node.dim(1, 1), 3)]),
];

/** CropAndResize: [regions, channels, height, width]. */
export const inferCropAndResize: InferOperator = node => {
  const size = node.elements(3);
  return [tensorFact(node.dtype(0), [node.dim(1, 0), node.dim(0, 1), size?.[0], size?.[1]])];
};
