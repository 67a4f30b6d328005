import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import type { Failure, FusionContext } from './fusionContext';
import type { ExpectedFusion } from './fusionRules';

/** softmax(scores) · values, with a scale and a mask between or without. */
interface WrittenAttention {
  readonly scores: NodeId;
  /** Div or Mul by a constant; `NONE` without one. */
  readonly scale: NodeId;
  /** The Add; `NONE` without one. */
  readonly mask: NodeId;
  readonly softmax: NodeId;
  readonly product: NodeId;
}

/** Makers between a mask with one value per token and the Add, the last first; the Cast may be missing. */
const MASK_PATH = ['Mul', 'Sub', 'Cast', 'Unsqueeze', 'Unsqueeze'];
/** From here on Unsqueeze has its axes as an input. */
const UNSQUEEZE_AXES = 1;

/**
 * Attention of an encoder that normalizes behind the addition, by its Softmax. Source: onnxruntime, core/optimizer/attention_fusion.cc; which of its conditions
 * decide was tried out with onnxruntime 1.30 (test/runner/missedAttention.test.ts).
 */
export function attention(context: FusionContext, node: NodeId): ExpectedFusion | undefined {
  const written = writtenAttention(context, node);
  if (written === undefined || !context.ranApart(node, written.product)) return undefined;
  const { scores, scale, mask, softmax, product } = written;
  const nodes = [scores, scale, mask, softmax, product].filter(part => part !== NONE);
  const read = nodes.flatMap(part => context.usedOnce(part) ?? []).at(0);
  return {
    fusion: 'Attention',
    nodes,
    failure: read ?? unscaled(context, scale) ?? unmasked(context, mask) ?? surroundings(context, written),
  };
}

function writtenAttention(context: FusionContext, softmax: NodeId): WrittenAttention | undefined {
  if (context.op(softmax) !== 'Softmax') return undefined;
  const product = context.readers(context.output(softmax)).find(reader => context.op(reader) === 'MatMul') ?? NONE;
  const above = context.maker(context.input(softmax, 0));
  const mask = isOp(context, above, 'Add') ? above : NONE;
  const masked = mask === NONE ? above : makerWith(context, mask, ['Div', 'Mul', 'MatMul']);
  const scale = isOp(context, masked, 'Div', 'Mul') ? masked : NONE;
  const scores = scale === NONE ? masked : makerWith(context, scale, ['MatMul']);
  if (!isOp(context, scores, 'MatMul') || product === NONE || context.isConstant(context.input(scores, 1))) return undefined;
  return { scores, scale, mask, softmax, product };
}

function unscaled(context: FusionContext, scale: NodeId): Failure | undefined {
  if (isOp(context, scale, 'Div')) return undefined;
  const found = scale === NONE ? 'No scale stands between the product and the Softmax' : 'The scores are scaled by a multiplication';
  return { condition: 'operator', why: `${found}; the runtime looks for a division by the root of the head’s size.` };
}

function unmasked(context: FusionContext, mask: NodeId): Failure | undefined {
  if (mask === NONE) return { condition: 'operator', why: 'No mask is added before the Softmax; the runtime fuses what has one.' };
  if (unsqueezeOfMask(context, mask) !== NONE) return undefined;
  const why = 'The mask is not made by Unsqueeze, Unsqueeze, Cast, Sub and Mul from one value per token, as the runtime looks for.';
  return { condition: 'operator', why };
}

/** The Unsqueeze that is nearest to the mask's Add, `NONE` where the mask is made otherwise. */
function unsqueezeOfMask(context: FusionContext, mask: NodeId): NodeId {
  const first = makerWith(context, mask, ['Mul']);
  const path = [first];
  for (const op of MASK_PATH.slice(1)) {
    const next = makerWith(context, path.at(-1) ?? NONE, [op]);
    if (next === NONE && op !== 'Cast') return NONE;
    if (next !== NONE) path.push(next);
  }
  return path.find(node => isOp(context, node, 'Unsqueeze')) ?? NONE;
}

/** What is before and behind: three projections of one normalized tensor, and that tensor added in the end. */
function surroundings(context: FusionContext, { scores, product, mask }: WrittenAttention): Failure | undefined {
  const operands = [context.input(scores, 0), context.input(scores, 1), context.input(product, 1)];
  const projections = operands.map(tensor => projection(context, tensor));
  const failed = projections.find(found => found.failure !== undefined);
  if (failed !== undefined) return failed.failure;
  const [source = NONE, ...others] = projections.map(found => found.source);
  if (others.some(other => other !== source))
    return { condition: 'operator', why: 'Queries, keys and values are not made from one tensor; the runtime fuses what is.' };
  const name = nameOf(context, source);
  const isNormalized = context.kernels(context.maker(source)).some(({ op }) => op.endsWith('LayerNormalization'));
  if (!isNormalized) return { condition: 'operator', why: `“${name}”, which is projected, comes from no LayerNormalization.` };
  return addedBehind(context, product, source) ?? olderUnsqueeze(context, mask) ?? fixedSizes(context, source);
}

interface Projection {
  /** What is projected. */
  readonly source: TensorId;
  readonly failure: Failure | undefined;
}

/** MatMul by a square matrix, Add of a bias, Reshape to heads, Transpose (of keys also in two steps). */
function projection(context: FusionContext, operand: TensorId): Projection {
  let turned = context.maker(operand);
  const before = turned === NONE ? NONE : context.maker(context.input(turned, 0));
  if (isOp(context, before, 'Transpose')) turned = before;
  const reshape = turned === NONE ? NONE : context.maker(context.input(turned, 0));
  const bias = reshape === NONE ? NONE : context.maker(context.input(reshape, 0));
  const name = nameOf(context, operand);
  if (!isOp(context, turned, 'Transpose') || !isOp(context, reshape, 'Reshape') || !isOp(context, bias, 'Add')) {
    const why = `“${name}” is not made by MatMul, Add of a bias, Reshape and Transpose, as the runtime looks for.`;
    return { source: NONE, failure: { condition: 'operator', why } };
  }
  const product = context.maker(context.input(bias, 0));
  if (!isOp(context, product, 'MatMul')) {
    const why = `The Add before “${name}” does not read a product first and its bias second, as the runtime looks for.`;
    return { source: NONE, failure: { condition: 'operator', why } };
  }
  const weight = context.input(product, 1);
  const shape = context.isConstant(weight) ? context.shape(weight) : undefined;
  const isSquare = shape?.length === 2 && shape[0] === shape[1];
  const why = `The weight “${nameOf(context, weight)}” has the shape ${shape?.join(' × ') ?? 'unknown'}; the runtime fuses square ones.`;
  return { source: context.input(product, 0), failure: isSquare ? undefined : { condition: 'shape', why } };
}

/** Transpose, Reshape, MatMul, Add of a bias, Add of what was projected. */
function addedBehind(context: FusionContext, product: NodeId, source: TensorId): Failure | undefined {
  let node = product;
  for (const op of ['Transpose', 'Reshape', 'MatMul', 'Add', 'Add']) {
    const next = context.readers(context.output(node)).find(reader => context.op(reader) === op) ?? NONE;
    const read = context.usedOnce(node);
    if (read !== undefined) return read;
    if (next === NONE)
      return { condition: 'operator', why: `No ${op} reads “${nameOf(context, context.output(node))}”, as the runtime looks for.` };
    node = next;
  }
  if ([context.input(node, 0), context.input(node, 1)].includes(source)) return undefined;
  const why = `What is added behind it is not “${nameOf(context, source)}”, which was normalized: the runtime fuses blocks that normalize behind the addition.`;
  return { condition: 'operator', why };
}

function olderUnsqueeze(context: FusionContext, mask: NodeId): Failure | undefined {
  if (context.input(unsqueezeOfMask(context, mask), UNSQUEEZE_AXES) === NONE) return undefined;
  const why = 'Since opset 13 Unsqueeze has its axes as an input; the runtime looks for the attribute that it was until opset 12.';
  return { condition: 'opset', why };
}

function fixedSizes(context: FusionContext, source: TensorId): Failure | undefined {
  if (context.sizesKnown(source) !== undefined) return undefined;
  const why = `All sizes of “${nameOf(context, source)}” are fixed, so that the projections become Gemm before the runtime looks for attention; with an open batch it is fused.`;
  return { condition: 'shape', why };
}

function makerWith(context: FusionContext, node: NodeId, ops: readonly string[]): NodeId {
  if (node === NONE) return NONE;
  const makers = [0, 1].map(index => context.maker(context.input(node, index)));
  return makers.find(maker => isOp(context, maker, ...ops)) ?? NONE;
}

function isOp(context: FusionContext, node: NodeId, ...ops: readonly string[]): boolean {
  return node !== NONE && ops.includes(context.op(node));
}

function nameOf({ graph }: FusionContext, tensor: TensorId): string {
  return graph.tensors.names[tensor] ?? '';
}
