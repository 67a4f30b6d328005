import { sameDim } from '../../analysis/shapes/dims/dim';
import type { AttributeValue } from '../../shared/graph/attribute';
import { onlyReader } from '../../shared/graph/constants';
import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import { intAttribute, intsAttribute } from '../../shared/graph/nodeAttributes';
import { nodeRule, type RuleContext } from './nodeRule';
import { defineNode } from './rewriter';
import { scaleOf } from './scaleOf';
import { standardOpset } from './standardOpset';

const SINCE = 23;
const IDENTITY = [0, 1, 2, 3];

/** softmax(scale · Q Kᵀ + mask) V written out, as Attention (ONNX Attention-23) over tensors of rank 4. */
export const fuseAttention = nodeRule(fuse);

/** The scores before the softmax: scale · query × keyᵀ + mask. */
interface Scores {
  readonly query: TensorId;
  /** The key is this, permuted. */
  readonly keySource: TensorId;
  readonly keyPerm: readonly number[];
  /** `NONE` without one. */
  readonly mask: TensorId;
  readonly scale: number;
  readonly nodes: readonly NodeId[];
}

function fuse(context: RuleContext, softmax: NodeId): string | undefined {
  if (context.op(softmax) !== 'Softmax' || standardOpset(context.graph) < SINCE || !isOverLastAxis(context, softmax)) return undefined;
  const scores = scoresOf(context, softmax);
  const product = readerOf(context, context.out(softmax), 'MatMul');
  if (scores === undefined || product === NONE || context.in(product, 0) !== context.out(softmax)) return undefined;
  const value = context.in(product, 1);
  if (!isBatched(context, scores, value)) return undefined;
  const nodes = [...scores.nodes, softmax, product];
  return fuseScores(context, scores, value, nodes);
}

/** Softmax-13 normalizes over one axis, the last unless told otherwise. */
function isOverLastAxis(context: RuleContext, softmax: NodeId): boolean {
  const axis = intAttribute(context.graph, softmax, 'axis', -1);
  return axis === -1 || axis === 3;
}

function scoresOf(context: RuleContext, softmax: NodeId): Scores | undefined {
  const nodes: NodeId[] = [];
  let mask: TensorId = NONE;
  let scale = 1;
  let tensor = context.in(softmax, 0);
  let reader = softmax;
  const add = context.ownMaker(tensor, reader, 'Add');
  if (add !== NONE) {
    const slot = [0, 1].find(index => context.ownMaker(context.in(add, index), add, 'Mul', 'Div', 'MatMul') !== NONE);
    if (slot === undefined) return undefined;
    mask = context.in(add, 1 - slot);
    tensor = context.in(add, slot);
    nodes.unshift((reader = add));
  }
  const scaling = context.ownMaker(tensor, reader, 'Mul', 'Div');
  const scaled = scaling === NONE ? undefined : scaleOf(context, scaling);
  if (scaled !== undefined) {
    scale *= scaled.factor;
    tensor = scaled.x;
    nodes.unshift((reader = scaling));
  }
  const product = context.ownMaker(tensor, reader, 'MatMul');
  const transpose = product === NONE ? NONE : context.ownMaker(context.in(product, 1), product, 'Transpose');
  const perm = transpose === NONE ? undefined : intsAttribute(context.graph, transpose, 'perm');
  if (perm?.length !== 4) return undefined;
  nodes.unshift(transpose, product);
  const prescaling = context.ownMaker(context.in(product, 0), product, 'Mul', 'Div');
  const prescaled = prescaling === NONE ? undefined : scaleOf(context, prescaling);
  if (prescaled !== undefined) nodes.unshift(prescaling);
  const [a = 0, b = 1, c = 2, d = 3] = perm;
  return {
    query: prescaled?.x ?? context.in(product, 0),
    keySource: context.in(transpose, 0),
    keyPerm: [a, b, d, c],
    mask,
    scale: scale * (prescaled?.factor ?? 1),
    nodes,
  };
}

/** Products broadcast batch and heads, Attention does not; the mask may be broadcast over these two, and to queries and keys by the standard, but not in the runtime. */
function isBatched({ facts }: RuleContext, { query, keySource, keyPerm, mask }: Scores, value: TensorId): boolean {
  const [q, source, v, m] = [query, keySource, value, mask].map(tensor => facts(tensor));
  if (q?.dtype !== 'float32' || q.shape?.length !== 4 || source?.shape?.length !== 4 || v?.shape?.length !== 4) return false;
  const key = keyPerm.map(axis => source.shape?.[axis]);
  if (![0, 1].every(axis => sameDim(q.shape?.[axis], key[axis]) && sameDim(key[axis], v.shape?.[axis]))) return false;
  if (mask === NONE) return true;
  const whole = [q.shape[0], q.shape[1], q.shape[2], key[2]];
  const own = m?.shape ?? [];
  if (m?.dtype !== 'float32' || own.length < 2 || own.length > 4) return false;
  return own.every((dim, position) => {
    const axis = position + 4 - own.length;
    return sameDim(dim, whole[axis]) || (axis < 2 && dim === 1);
  });
}

function fuseScores(context: RuleContext, scores: Scores, value: TensorId, nodes: readonly NodeId[]): string {
  const { rewriter } = context;
  const last = nodes.at(-1) ?? NONE;
  let key = context.name(scores.keySource);
  const transpose = scores.nodes.find(node => context.op(node) === 'Transpose') ?? NONE;
  if (!sameAxes(scores.keyPerm, IDENTITY)) {
    const source = key;
    key = rewriter.names.make(`${context.name(context.out(transpose))}_key`);
    const attributes = new Map([['perm', { kind: 'ints', values: scores.keyPerm } as const]]);
    rewriter.insert(transpose, defineNode('Transpose', context.nodeName(transpose), [source], [key], [transpose], attributes));
  }
  const mask = scores.mask === NONE ? [] : [context.name(scores.mask)];
  const names = [context.name(scores.query), key, context.name(value), ...mask];
  const scaled = new Map<string, AttributeValue>([['scale', { kind: 'float', value: scores.scale }]]);
  for (const node of nodes) rewriter.remove(node);
  rewriter.insert(last, defineNode('Attention', context.nodeName(last), names, [context.name(context.out(last))], nodes, scaled));
  return `${nodes.length} nodes are one Attention`;
}

function readerOf(context: RuleContext, tensor: TensorId, op: string): NodeId {
  const reader = onlyReader(context.graph, tensor);
  return reader !== NONE && context.op(reader) === op ? reader : NONE;
}

function sameAxes(perm: readonly number[] | undefined, other: readonly number[]): boolean {
  return perm?.length === other.length && perm.every((axis, index) => axis === other[index]);
}
