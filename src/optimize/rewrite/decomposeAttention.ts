import { sameDim, type SymbolicDim } from '../../analysis/shapes/dims/dim';
import { addDims } from '../../analysis/shapes/dims/dimArithmetic';
import { NONE, type NodeId } from '../../shared/graph/graph';
import { floatAttribute, intAttribute } from '../../shared/graph/nodeAttributes';
import { nodeOutput } from '../../shared/graph/traversal';
import type { Decomposition } from './decomposition';
import type { RuleContext } from './nodeRule';
import type { WrittenSteps } from './writtenSteps';

/** [batch, length, heads, width] ⇄ [batch, heads, length, width] */
const HEADS_FIRST = new Map([['perm', { kind: 'ints', values: [0, 2, 1, 3] } as const]]);
const KEYS_LAST = new Map([['perm', { kind: 'ints', values: [0, 1, 3, 2] } as const]]);
const LAST_AXIS = new Map([['axis', { kind: 'int', value: -1 } as const]]);
const LENGTH_AXIS = new Map([['axis', { kind: 'int', value: 2 } as const]]);
const [MASK, PAST_KEY, PAST_VALUE, KEY_COUNTS] = [3, 4, 5, 6];
const [PRESENT_KEY, PRESENT_VALUE, SCORES] = [1, 2, 3];
const FIRST_AXIS = new Map([['axis', { kind: 'int', value: 0 } as const]]);
const FROM_LENGTH = new Map([['start', { kind: 'int', value: 2 } as const]]);
/** Added to what a query must not see. */
const HIDDEN = -Infinity;
const FLOAT32 = 1;
/** `qk_matmul_output_mode`, as the runtime numbers it: which scores are given out. */
const RAW = 0;
const CAPPED = 1;
const MASKED = 2;
const SOFTMAX = 3;

/**
 * softmax(scale · Q Kᵀ + mask) V (ONNX Attention-23), with heads brought to the front where they are part of the last axis, keys and values continued,
 * shared among queries, and scores capped.
 */
export const decomposeAttention: Decomposition = (steps, context) => {
  const { graph } = context;
  const { node } = steps;
  const heads = headsOf(context, steps);
  const refusal = typeof heads === 'string' ? heads : whyNot(context, steps);
  if (typeof heads === 'string' || refusal !== undefined) return refusal;
  const { rank, queries, shared, width } = heads;
  const split = (index: number, count: number): string =>
    rank === 4
      ? steps.input(index)
      : steps.add('Transpose', [steps.add('Reshape', [steps.input(index), steps.integers(0, 0, count, -1)])], HEADS_FIRST);
  const continued = (past: number, now: string, present: number): string => {
    const whole = steps.input(past) === '' ? now : steps.add('Concat', [steps.input(past), now], LENGTH_AXIS);
    steps.give(present, whole);
    return whole;
  };
  const query = split(0, queries ?? 0);
  const key = repeated(steps, continued(PAST_KEY, split(1, shared ?? 0), PRESENT_KEY), heads);
  const value = repeated(steps, continued(PAST_VALUE, split(2, shared ?? 0), PRESENT_VALUE), heads);
  const mode = intAttribute(graph, node, 'qk_matmul_output_mode', RAW);
  const shown = (which: number, scores: string): string => {
    if (which === mode) steps.give(SCORES, scores);
    return scores;
  };
  const product = steps.add('MatMul', [query, steps.add('Transpose', [key], KEYS_LAST)]);
  const scale = floatAttribute(graph, node, 'scale', 1 / Math.sqrt(width));
  const scaled = shown(RAW, steps.add('Mul', [product, steps.number(scale)]));
  const capped = shown(CAPPED, cappedScores(steps, scaled, floatAttribute(graph, node, 'softcap', 0)));
  const masked = shown(MASKED, causal(context, steps, maskedScores(context, steps, capped)));
  const weights = shown(SOFTMAX, steps.add('Softmax', [masked], LAST_AXIS));
  const mixed = steps.add('MatMul', [weights, value]);
  if (rank === 3) steps.add('Reshape', [steps.add('Transpose', [mixed], HEADS_FIRST), steps.integers(0, 0, -1)]);
  return undefined;
};

interface Heads {
  readonly rank: 3 | 4;
  /** Of the queries; `undefined` where it is open and the same as `shared`. */
  readonly queries: number | undefined;
  /** Of keys and values. */
  readonly shared: number | undefined;
  /** Of the queries of one head. */
  readonly width: number;
}

/** Number and size of heads, or why they are not known. */
function headsOf(context: RuleContext, { node }: WrittenSteps): Heads | string {
  const [query, key] = [0, 1].map(index => context.facts(context.in(node, index)).shape);
  const rank = query?.length;
  if (rank !== 3 && rank !== 4) return 'the rank of its queries is not known';
  const own = (name: string, dim: SymbolicDim): SymbolicDim => (rank === 4 ? dim : intAttribute(context.graph, node, name, 0));
  const [queries, shared] = [own('q_num_heads', query?.[1]), own('kv_num_heads', key?.[1])];
  const whole = query?.at(-1);
  if (typeof whole !== 'number') return 'the width of its heads is not known';
  if (typeof queries === 'number' && typeof shared === 'number' && queries % shared === 0)
    return { rank, queries, shared, width: rank === 4 ? whole : whole / queries };
  return rank === 4 && sameDim(queries, shared)
    ? { rank, queries: undefined, shared: undefined, width: whole }
    : 'the number of its heads is not known';
}

function whyNot(context: RuleContext, { node }: WrittenSteps): string | undefined {
  const { graph } = context;
  const present = (index: number): boolean => context.in(node, index) !== NONE;
  if (present(KEY_COUNTS)) return 'it counts the keys of each sample';
  if (intAttribute(graph, node, 'softmax_precision', FLOAT32) !== FLOAT32) return 'its softmax is not computed in float32';
  if (intAttribute(graph, node, 'qk_matmul_output_mode', RAW) > SOFTMAX) return 'it gives scores of a kind that is not known';
  if (givesHidden(context, node)) return 'it gives out scores that are hidden, for which runtimes have values of their own';
  if (present(PAST_KEY) !== present(PAST_VALUE)) return 'it continues keys without values';
  if (present(PAST_KEY) && isUnevenlyCausal(context, node))
    return 'it is causal over keys of the past and more or fewer new ones than queries';
  const mask = context.facts(context.in(node, MASK)).dtype;
  if (present(MASK) && mask !== 'float32' && mask !== 'bool') return 'its mask is neither float32 nor bool';
  return hasWholeMask(context, node) ? undefined : 'its mask may be shorter than its keys';
}

function givesHidden(context: RuleContext, node: NodeId): boolean {
  const { graph } = context;
  const isGiven = nodeOutput(graph, node, SCORES) !== NONE && intAttribute(graph, node, 'qk_matmul_output_mode', RAW) === MASKED;
  return isGiven && (intAttribute(graph, node, 'is_causal', 0) !== 0 || context.facts(context.in(node, MASK)).dtype === 'bool');
}

/** The standard counts positions from the first query on, onnxruntime 1.30 from the last where there is a past: the same where each query has a new key. */
function isUnevenlyCausal(context: RuleContext, node: NodeId): boolean {
  const [queries, keys] = [0, 1].map(index => context.facts(context.in(node, index)).shape?.at(-2));
  return intAttribute(context.graph, node, 'is_causal', 0) !== 0 && !sameDim(queries, keys);
}

/** From opset 24 on a mask that ends before the keys do hides the rest. */
function hasWholeMask(context: RuleContext, node: number): boolean {
  const mask = context.in(node, MASK);
  const length = (index: number): SymbolicDim => context.facts(context.in(node, index)).shape?.at(-2);
  const keys = context.in(node, PAST_KEY) === NONE ? length(1) : addDims(length(1), length(PAST_KEY));
  return mask === NONE || sameDim(context.facts(mask).shape?.at(-1), keys);
}

/** Each key or value once for each of the queries that share it: [batch, shared, …] → [batch, queries, …]. */
function repeated(steps: WrittenSteps, tensor: string, { queries, shared }: Heads): string {
  if (queries === shared || queries === undefined || shared === undefined) return tensor;
  const apart = steps.add('Unsqueeze', [tensor, steps.integers(2)]);
  const copies = steps.add('Expand', [apart, steps.integers(1, 1, queries / shared, 1, 1)]);
  const shape = steps.add('Concat', [steps.integers(0, queries), steps.add('Shape', [tensor], FROM_LENGTH)], FIRST_AXIS);
  return steps.add('Reshape', [copies, shape]);
}

/** cap · tanh(scores ÷ cap) */
function cappedScores(steps: WrittenSteps, scores: string, cap: number): string {
  if (cap === 0) return scores;
  const bounded = steps.add('Tanh', [steps.add('Div', [scores, steps.number(cap)])]);
  return steps.add('Mul', [bounded, steps.number(cap)]);
}

/** A mask of float32 is added; where one of bool is false, nothing is seen. */
function maskedScores(context: RuleContext, steps: WrittenSteps, scores: string): string {
  const mask = steps.input(MASK);
  if (mask === '') return scores;
  const isBool = context.facts(context.in(steps.node, MASK)).dtype === 'bool';
  return isBool ? steps.add('Where', [mask, scores, steps.number(HIDDEN)]) : steps.add('Add', [scores, mask]);
}

/** A query sees the keys up to its own position, after those of the past: −∞ stands above the diagonal that begins there, 0 below. */
function causal(context: RuleContext, steps: WrittenSteps, scores: string): string {
  if (intAttribute(context.graph, steps.node, 'is_causal', 0) === 0) return scores;
  const square = steps.add('Shape', [scores], FROM_LENGTH);
  const hidden = steps.add('Expand', [steps.number(HIDDEN), square]);
  const past = steps.input(PAST_KEY);
  const first =
    past === ''
      ? steps.integer(1)
      : steps.add('Add', [steps.add('Gather', [steps.add('Shape', [past]), steps.integer(2)]), steps.integer(1)]);
  return steps.add('Add', [scores, steps.add('Trilu', [hidden, first])]);
}
