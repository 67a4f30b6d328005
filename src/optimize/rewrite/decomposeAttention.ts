import { sameDim } from '../../analysis/shapes/dims/dim';
import { NONE } from '../../shared/graph/graph';
import { floatAttribute, intAttribute } from '../../shared/graph/nodeAttributes';
import { nodeOutputs } from '../../shared/graph/traversal';
import type { Decomposition } from './decomposition';
import type { RuleContext } from './nodeRule';
import type { WrittenSteps } from './writtenSteps';

/** [batch, length, heads, width] ⇄ [batch, heads, length, width] */
const HEADS_FIRST = new Map([['perm', { kind: 'ints', values: [0, 2, 1, 3] } as const]]);
const KEYS_LAST = new Map([['perm', { kind: 'ints', values: [0, 1, 3, 2] } as const]]);
const LAST_AXIS = new Map([['axis', { kind: 'int', value: -1 } as const]]);
const MASK = 3;

/** softmax(scale · Q Kᵀ + mask) V (ONNX Attention-23), with heads brought to the front where they are part of the last axis. */
export const decomposeAttention: Decomposition = (steps, context) => {
  const { graph } = context;
  const { node } = steps;
  const rank = context.facts(context.in(node, 0)).shape?.length;
  const refusal = whyNot(context, steps, rank);
  if (refusal !== undefined) return refusal;
  const heads = intAttribute(graph, node, 'q_num_heads', 0);
  const width = widthOf(context, steps, rank === 3 ? heads : 1);
  if (width === undefined) return 'the width of its heads is not known';
  const split = (index: number): string =>
    rank === 4
      ? steps.input(index)
      : steps.add('Transpose', [steps.add('Reshape', [steps.input(index), steps.integers(0, 0, heads, -1)])], HEADS_FIRST);
  const [query, key, value] = [split(0), split(1), split(2)];
  const product = steps.add('MatMul', [query, steps.add('Transpose', [key], KEYS_LAST)]);
  const scores = steps.add('Mul', [product, steps.number(floatAttribute(graph, node, 'scale', 1 / Math.sqrt(width)))]);
  const masked = steps.input(MASK) === '' ? scores : steps.add('Add', [scores, steps.input(MASK)]);
  const mixed = steps.add('MatMul', [steps.add('Softmax', [masked], LAST_AXIS), value]);
  if (rank === 3) steps.add('Reshape', [steps.add('Transpose', [mixed], HEADS_FIRST), steps.integers(0, 0, -1)]);
  return undefined;
};

function whyNot(context: RuleContext, { node }: WrittenSteps, rank: number | undefined): string | undefined {
  const { graph } = context;
  const present = (index: number): boolean => context.in(node, index) !== NONE;
  if (rank !== 3 && rank !== 4) return 'the rank of its queries is not known';
  if ([...nodeOutputs(graph, node)].slice(1).some(tensor => tensor !== NONE)) return 'it has outputs for keys, values or scores';
  if ([4, 5, 6].some(present)) return 'it continues keys and values of the past';
  if (intAttribute(graph, node, 'is_causal', 0) !== 0 || floatAttribute(graph, node, 'softcap', 0) !== 0)
    return 'it is causal or caps its scores';
  if (present(MASK) && context.facts(context.in(node, MASK)).dtype !== 'float32') return 'its mask is not float32';
  if (!hasEqualHeads(context, node, rank)) return 'several queries share a key';
  return hasWholeMask(context, node) ? undefined : 'its mask may be shorter than its keys';
}

function hasEqualHeads(context: RuleContext, node: number, rank: 3 | 4): boolean {
  if (rank === 4) return sameDim(context.facts(context.in(node, 0)).shape?.[1], context.facts(context.in(node, 1)).shape?.[1]);
  const heads = intAttribute(context.graph, node, 'q_num_heads', 0);
  return heads > 0 && heads === intAttribute(context.graph, node, 'kv_num_heads', 0);
}

/** From opset 24 on a mask that ends before the keys do hides the rest. */
function hasWholeMask(context: RuleContext, node: number): boolean {
  const mask = context.in(node, MASK);
  const keys = context.facts(context.in(node, 1)).shape;
  return mask === NONE || sameDim(context.facts(mask).shape?.at(-1), keys?.at(-2));
}

/** Width of the queries of one head. */
function widthOf(context: RuleContext, { node }: WrittenSteps, heads: number): number | undefined {
  const width = context.facts(context.in(node, 0)).shape?.at(-1);
  return typeof width === 'number' ? width / heads : undefined;
}
