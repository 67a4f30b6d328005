import { NONE, type NodeId } from '../../shared/graph/graph';
import type { Failure, FusionContext } from './fusionContext';
import type { ExpectedFusion } from './fusionRules';

/** Gelu written with Erf: 0.5·x·(1 + erf(x / √2)), by its Erf. Source: onnxruntime, core/optimizer/gelu_fusion.cc. */
export function decomposedGelu(context: FusionContext, node: NodeId): ExpectedFusion | undefined {
  const scaling = context.maker(context.input(node, 0));
  const sum = readerOf(context, node, 'Add');
  const product = readerOf(context, sum, 'Mul');
  if (context.op(node) !== 'Erf' || scaling === NONE || product === NONE || !context.ranApart(scaling, node)) return undefined;
  if (!['Div', 'Mul'].includes(context.op(scaling)) || !hasConstant(context, scaling) || !hasConstant(context, sum)) return undefined;
  // Halved before or after: the half comes with the other operand, or reads the product.
  const other = [0, 1].map(index => context.maker(context.input(product, index))).find(maker => maker !== sum) ?? NONE;
  const isHalvedBefore = other !== NONE && context.op(other) === 'Mul' && hasConstant(context, other);
  const inner = isHalvedBefore ? other : product;
  const last = isHalvedBefore ? product : readerOf(context, product, 'Mul');
  if (last === NONE) return undefined;
  const failure: Failure | undefined =
    context.op(scaling) === 'Mul'
      ? { condition: 'operator', why: 'x / √2 is written as a multiplication; the runtime looks for a division by √2.' }
      : firstReadElsewhere(context, [scaling, node, sum, inner]);
  return { fusion: 'Gelu', nodes: [scaling, node, sum, inner, last], failure };
}

/** LayerNormalization written as its parts, by its square root. Source: onnxruntime, core/optimizer/layer_norm_fusion.cc. */
export function decomposedLayerNorm(context: FusionContext, node: NodeId): ExpectedFusion | undefined {
  if (context.op(node) !== 'Sqrt') return undefined;
  const epsilon = makerOf(context, node, 'Add');
  const variance = makerOf(context, epsilon, 'ReduceMean');
  const square = makerOf(context, variance, 'Pow', 'Mul');
  const centred = makerOf(context, square, 'Sub');
  const mean = makerOf(context, centred, 'ReduceMean');
  const quotient = readerOf(context, node, 'Div');
  const parts = [mean, centred, square, variance, epsilon, node, quotient];
  if (parts.includes(NONE) || !context.ranApart(centred, node)) return undefined;
  const scale = readerOf(context, quotient, 'Mul');
  const shift = readerOf(context, scale, 'Add');
  const nodes = [...parts, scale, shift].filter(part => part !== NONE);
  const failure =
    powered(context, square) ??
    missingPart(scale, shift) ??
    centredElsewhere(context, centred, [square, quotient]) ??
    firstReadElsewhere(context, [mean, square, variance, epsilon, node, quotient, scale]) ??
    lastAxis(context, variance) ??
    flatScale(context, scale);
  return { fusion: 'LayerNormalization', nodes, failure };
}

function powered(context: FusionContext, square: NodeId): Failure | undefined {
  if (context.op(square) === 'Pow') return undefined;
  return { condition: 'operator', why: 'The square is written as a multiplication; the runtime looks for Pow.' };
}

/** What is centred is read by the square and by the quotient, and by nothing else. */
function centredElsewhere(context: FusionContext, centred: NodeId, expected: readonly NodeId[]): Failure | undefined {
  const readers = context.readers(context.output(centred));
  return readers.every(reader => expected.includes(reader)) ? undefined : context.usedOnce(centred);
}

function lastAxis(context: FusionContext, mean: NodeId): Failure | undefined {
  const axes = context.graph.nodes.attributes(mean).get('axes');
  const rank = context.shape(context.input(mean, 0))?.length;
  if (axes?.kind !== 'ints') return undefined;
  const isLast = axes.values.length === 1 && (axes.values[0] === -1 || axes.values[0] === (rank ?? 0) - 1);
  return isLast
    ? undefined
    : { condition: 'shape', why: `It normalizes over the axes ${axes.values.join(', ')}; the runtime fuses the last.` };
}

function missingPart(scale: NodeId, shift: NodeId): Failure | undefined {
  if (scale !== NONE && shift !== NONE) return undefined;
  const missing = scale === NONE ? 'scale (Mul)' : 'shift (Add)';
  return { condition: 'operator', why: `No ${missing} follows; the runtime fuses what has both.` };
}

function flatScale(context: FusionContext, scale: NodeId): Failure | undefined {
  const constant = [0, 1].map(index => context.input(scale, index)).find(tensor => context.isConstant(tensor));
  const dimensions = constant === undefined ? undefined : context.shape(constant)?.length;
  if (dimensions === undefined || dimensions === 1) return undefined;
  return { condition: 'shape', why: `The scale has ${dimensions} dimensions; the runtime fuses one.` };
}

function firstReadElsewhere(context: FusionContext, nodes: readonly NodeId[]): Failure | undefined {
  return nodes.flatMap(node => (node === NONE ? [] : (context.usedOnce(node) ?? []))).at(0);
}

function hasConstant(context: FusionContext, node: NodeId): boolean {
  return [0, 1].some(index => context.isConstant(context.input(node, index)));
}

/** The node of one of these operators that makes an operand, `NONE` without one. */
function makerOf(context: FusionContext, node: NodeId, ...ops: readonly string[]): NodeId {
  if (node === NONE) return NONE;
  const makers = [0, 1].map(index => context.maker(context.input(node, index)));
  return makers.find(maker => maker !== NONE && ops.includes(context.op(maker))) ?? NONE;
}

function readerOf(context: FusionContext, node: NodeId, op: string): NodeId {
  if (node === NONE) return NONE;
  return context.readers(context.output(node)).find(reader => context.op(reader) === op) ?? NONE;
}
