import { groupQuerySizes, multiHeadSizes, onnxAttentionSizes, type AttentionSizes } from '../shapes/operators/attentionOperators';
import { productOf, toNumber, type CostContext, type CostFunction } from './costContext';
import { contraction, type NodeCost } from './nodeCost';

/** Scores and context: batch · query heads · S · T · (key size + value size); a causal mask is not subtracted. Scaling, mask and softmax come on top. */
function attentionCost(sizes: AttentionSizes | undefined, hasMask: boolean): NodeCost {
  if (sizes === undefined) return contraction(Number.NaN);
  const scores = [sizes.batch, sizes.queryHeads, sizes.queryLength, sizes.totalLength].reduce(
    (product: number, dim) => product * toNumber(dim),
    1,
  );
  return {
    macs: scores * (toNumber(sizes.keySize) + toNumber(sizes.valueSize)),
    otherFlops: scores * (hasMask ? 7 : 6),
    transcendentals: scores * 2,
  };
}

export const onnxAttentionCost: CostFunction = node => attentionCost(onnxAttentionSizes(node.operator), node.has(3));

export const multiHeadAttentionCost: CostFunction = node => attentionCost(multiHeadSizes(node.operator), node.has(4) || node.has(5));

/** With `local_window_size` a query sees at most that many keys; rotary embedding inside costs 3 operations per query and key element. */
export const groupQueryAttentionCost: CostFunction = node => {
  const sizes = groupQuerySizes(node.operator);
  const window = node.int('local_window_size', -1);
  if (sizes === undefined || window <= 0 || typeof sizes.totalLength !== 'number') return attentionCost(sizes, true);
  return attentionCost({ ...sizes, totalLength: Math.min(sizes.totalLength, window) }, true);
};

/** com.microsoft Attention: the projection of the input to queries, keys and values first. */
export const projectedAttentionCost: CostFunction = node => {
  const [batch, length, inner] = [node.dim(0, 0), node.dim(0, 1), node.dim(0, 2)];
  const projected = node.dim(1, 1);
  const hidden = node.operator.ints('qkv_hidden_sizes') ?? [projected / 3, projected / 3, projected / 3];
  const past = node.operator.op === 'QAttention' ? 8 : 4;
  const total = length + (node.has(past) ? node.dim(past, 3) : 0);
  const scores = batch * node.int('num_heads') * length * total;
  return {
    macs: batch * length * inner * projected + batch * length * total * ((hidden[0] ?? Number.NaN) + (hidden[2] ?? Number.NaN)),
    otherFlops: batch * length * projected + 7 * scores,
    transcendentals: 2 * scores,
  };
};

/** LinearAttention: an outer product and a product with the state per position and head. */
export const linearAttentionCost: CostFunction = node => {
  const state = node.outputDims(1);
  return contraction(2 * node.dim(0, 1) * productOf(state) * groupFactor(node));
};

/** Query heads that share one state each read it. */
function groupFactor(node: CostContext): number {
  return (1 + node.int('q_num_heads') / node.int('kv_num_heads')) / 2;
}

/** CausalConvWithState: depthwise, one product per tap. */
export const causalConvolutionCost: CostFunction = node =>
  contraction(node.outputVolume() * node.dim(1, 2), node.has(2) ? node.outputVolume() : 0);

/** MoE and QMoE: every token goes through `k` experts, each a product with its slice of [experts, …]; packed weights hold 8 / bits values per byte. */
export const expertsCost: CostFunction = node => {
  const isPacked = node.operator.op === 'QMoE';
  const positions = isPacked ? [2, 5, 8] : [2, 4, 6];
  const perByte = isPacked ? 8 / node.int('expert_weight_bits', 4) : 1;
  const perToken = positions.reduce((sum, input) => sum + (node.has(input) ? productOf(node.dims(input)?.slice(1)) * perByte : 0), 0);
  return contraction((node.volume(0) / node.dim(0, -1)) * node.int('k', 1) * perToken);
};
