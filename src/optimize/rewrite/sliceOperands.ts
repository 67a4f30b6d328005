import { sameDim } from '../../analysis/shapes/dims/dim';
import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import { intAttribute, intsAttribute } from '../../shared/graph/nodeAttributes';
import { nodeInputs } from '../../shared/graph/traversal';
import { BINARY, UNARY } from './elementwise';
import type { RuleContext } from './nodeRule';
import { standardOpset } from './standardOpset';

/** From here on Softmax works along one axis instead of all from it on. */
const SOFTMAX_ALONG_SINCE = 13;

/** An axis of a tensor of which one position is wanted. */
export interface Wanted {
  readonly tensor: TensorId;
  readonly axis: number;
}

/**
 * What one position of `axis` of a node's output depends on: these positions of its operands, and all of the others. `undefined` where the
 * operator mixes positions, or that it does not cannot be told.
 */
export function sliceOperands(context: RuleContext, node: NodeId, axis: number): readonly Wanted[] | undefined {
  const op = context.op(node);
  const first = context.in(node, 0);
  const rank = context.facts(context.out(node)).shape?.length ?? 0;
  if (UNARY.has(op)) return [{ tensor: first, axis }];
  if (BINARY.has(op)) return broadcastOperands(context, node, axis);
  switch (op) {
    case 'LayerNormalization':
    case 'RMSNormalization':
      return axis < wrapped(intAttribute(context.graph, node, 'axis', -1), rank) ? [{ tensor: first, axis }] : undefined;
    case 'Softmax':
    case 'LogSoftmax':
      return softmaxOperands(context, node, axis, rank);
    case 'MatMul':
      return productOperands(context, node, axis, rank);
    case 'Gemm':
      return gemmOperands(context, node, axis);
    case 'Attention':
      return attentionOperands(context, node, axis, rank);
    case 'Transpose': {
      const source = intsAttribute(context.graph, node, 'perm')?.[axis];
      return source === undefined ? undefined : [{ tensor: first, axis: source }];
    }
    case 'Reshape':
      return keepsLeading(context, node, axis) ? [{ tensor: first, axis }] : undefined;
    default:
      return undefined;
  }
}

function broadcastOperands(context: RuleContext, node: NodeId, axis: number): readonly Wanted[] | undefined {
  const out = context.facts(context.out(node)).shape;
  const wanted: Wanted[] = [];
  for (const tensor of nodeInputs(context.graph, node)) {
    const shape = context.facts(tensor).shape;
    if (shape === undefined || out === undefined) return undefined;
    const own = axis - (out.length - shape.length);
    if (own < 0 || shape[own] === 1) continue;
    if (!sameDim(shape[own], out[axis])) return undefined;
    wanted.push({ tensor, axis: own });
  }
  return wanted;
}

function softmaxOperands(context: RuleContext, node: NodeId, axis: number, rank: number): readonly Wanted[] | undefined {
  const isAlong = standardOpset(context.graph) >= SOFTMAX_ALONG_SINCE;
  const along = wrapped(intAttribute(context.graph, node, 'axis', isAlong ? -1 : 1), rank);
  const isFree = isAlong ? axis !== along : axis < along;
  return isFree ? [{ tensor: context.in(node, 0), axis }] : undefined;
}

/** A row of a product needs the same row of its left operand, and all of the right one. */
function productOperands(context: RuleContext, node: NodeId, axis: number, rank: number): readonly Wanted[] | undefined {
  const [left, right] = [context.facts(context.in(node, 0)).shape, context.facts(context.in(node, 1)).shape];
  const isSquared = context.in(node, 0) === context.in(node, 1);
  if (left === undefined || right === undefined || isSquared || left.length < 2 || right.length < 2) return undefined;
  if (axis === rank - 2) return [{ tensor: context.in(node, 0), axis: left.length - 2 }];
  return axis < rank - 2 && right.length === 2 ? [{ tensor: context.in(node, 0), axis }] : undefined;
}

function gemmOperands(context: RuleContext, node: NodeId, axis: number): readonly Wanted[] | undefined {
  const bias = context.in(node, 2);
  const biasShape = bias === NONE ? [] : context.facts(bias).shape;
  const isOneRow = biasShape !== undefined && (biasShape.length < 2 || biasShape[0] === 1);
  const isPlain =
    axis === 0 &&
    context.in(node, 0) !== context.in(node, 1) &&
    context.in(node, 0) !== bias &&
    intAttribute(context.graph, node, 'transA', 0) === 0;
  return isPlain && isOneRow ? [{ tensor: context.in(node, 0), axis: 0 }] : undefined;
}

/** A query of an Attention that is not causal needs this query with its row of the mask, and all keys and values. */
function attentionOperands(context: RuleContext, node: NodeId, axis: number, rank: number): readonly Wanted[] | undefined {
  const { graph } = context;
  const [query, key, value, mask = NONE, ...others] = nodeInputs(graph, node);
  const isPlain =
    axis === rank - 2 &&
    query !== undefined &&
    ![key, value, mask].includes(query) &&
    others.every(tensor => tensor === NONE) &&
    intAttribute(graph, node, 'is_causal', 0) === 0;
  if (!isPlain) return undefined;
  if (mask === NONE) return [{ tensor: query, axis }];
  const shape = context.facts(mask).shape ?? [];
  const own = shape.length - 2;
  const isWhole = own >= 0 && sameDim(shape[own], context.facts(query).shape?.[axis]);
  return isWhole
    ? [
        { tensor: query, axis },
        { tensor: mask, axis: own },
      ]
    : undefined;
}

/** Whether a Reshape only regroups what lies behind `axis`. */
function keepsLeading(context: RuleContext, node: NodeId, axis: number): boolean {
  const [before, after] = [context.facts(context.in(node, 0)).shape, context.facts(context.out(node)).shape];
  if (before === undefined || after === undefined) return false;
  return after.slice(0, axis + 1).every((dim, index) => sameDim(dim, before[index]));
}

function wrapped(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}
