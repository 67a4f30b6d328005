import { isAlongChannels } from '../../analysis/isAlongChannels';
import type { AttributeValue } from '../../shared/graph/attribute';
import { constantWeight, onlyReader } from '../../shared/graph/constants';
import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import { floatAttribute, intAttribute } from '../../shared/graph/nodeAttributes';
import type { Weight } from '../../shared/graph/weight';
import { makeWeight } from '../makeWeight';
import { readFloats } from '../readFloats';
import { affineOf, atChannel, type Affine } from './affine';
import { channelScaler } from './channelScaler';
import { nodeRule, type RuleContext } from './nodeRule';
import { defineLike } from './rewriter';

/**
 * Merges what scales and shifts channels (BatchNormalization, Mul, Div, Add, Sub with a constant) into the Conv, ConvTranspose or Gemm before it:
 * W' = W · factor per output channel, b' = b · factor + shift. Only where nothing else reads what lies between. Rounds differently, hence “close”.
 */
export const foldAffine = nodeRule(mergeIntoLinear);

/** A layer that is linear in its weight, with one bias per output channel. */
interface Linear {
  readonly node: NodeId;
  readonly weight: TensorId;
  readonly dims: readonly number[];
  /** `NONE` when it has none. */
  readonly bias: TensorId;
  readonly channels: number;
}

function mergeIntoLinear(context: RuleContext, node: NodeId): Promise<string> | undefined {
  const affine = affineOf(context, node);
  const maker = affine === undefined ? NONE : context.ownMaker(affine.x, node, 'Conv', 'ConvTranspose', 'Gemm');
  const linear = maker === NONE ? undefined : linearOf(context, maker);
  if (affine === undefined || linear === undefined || !isPerChannel(affine, linear)) return undefined;
  // A second copy of a weight takes more than the node that goes.
  if (scalesWeight(context, node) && onlyReader(context.graph, linear.weight) === NONE) return undefined;
  const detail = `${context.op(node)} merged into ${context.nodeName(linear.node)}`;
  return merge(context, linear, node, affine).then(() => detail);
}

function scalesWeight(context: RuleContext, node: NodeId): boolean {
  return !['Add', 'Sub'].includes(context.op(node));
}

function linearOf(context: RuleContext, node: NodeId): Linear | undefined {
  const { graph } = context;
  const weight = context.in(node, 1);
  const bias = context.in(node, 2);
  const stored = constantWeight(graph, weight);
  const storedBias = constantWeight(graph, bias);
  const channels = stored === undefined ? undefined : outputChannels(context, node, stored.dims);
  if (stored?.dtype !== 'float32' || channels === undefined) return undefined;
  const isVector = storedBias?.dtype === 'float32' && storedBias.dims.length === 1 && storedBias.dims[0] === channels;
  return bias === NONE || isVector ? { node, weight, dims: stored.dims, bias, channels } : undefined;
}

function outputChannels(context: RuleContext, node: NodeId, dims: readonly number[]): number | undefined {
  const { graph } = context;
  switch (context.op(node)) {
    case 'ConvTranspose':
      return (dims[1] ?? 0) * intAttribute(graph, node, 'group', 1);
    case 'Gemm':
      return intAttribute(graph, node, 'transB', 0) === 0 ? dims[1] : dims[0];
    default:
      return dims[0];
  }
}

/** One number for all, or one for each output channel, without making the tensor larger. Channels are axis 1 of Conv and Gemm alike. */
function isPerChannel({ channels, dims }: Affine, linear: Linear): boolean {
  return dims === undefined ? channels === linear.channels : isAlongChannels(dims, linear.dims.length, linear.channels);
}

async function merge(context: RuleContext, linear: Linear, node: NodeId, affine: Affine): Promise<void> {
  const { input, graph, rewriter } = context;
  const { weight, dims, bias, channels } = linear;
  // In a dry run nothing is read: which of the two there are is known from the operator.
  const scales = scalesWeight(context, node);
  const shifts = !['Mul', 'Div'].includes(context.op(node));
  const perChannel = (values: Float64Array | undefined, otherwise: number): Float64Array =>
    Float64Array.from({ length: channels }, (_, c) => atChannel(values, c, otherwise));
  const newWeight = (): Promise<Weight> =>
    makeWeight(input, 'float32', dims, async () =>
      channelScaler(graph, linear.node, dims)(await readFloats(input, graph, weight), perChannel((await affine.read()).factor, 1)),
    );
  const newBias = await makeWeight(input, 'float32', [channels], async () => {
    const { factor, shift } = await affine.read();
    const beta = context.op(linear.node) === 'Gemm' ? floatAttribute(graph, linear.node, 'beta', 1) : 1;
    const old = bias === NONE ? new Float32Array(channels) : await readFloats(input, graph, bias);
    const [factors, offsets] = [perChannel(factor, 1), perChannel(shift, 0)];
    return Float32Array.from(old, (value, c) => value * beta * factors[c]! + offsets[c]!);
  });
  const hasBias = bias !== NONE || shifts;
  const weightName = scales ? storeInPlace(context, weight, await newWeight(), `${context.name(weight)}_folded`) : context.name(weight);
  const biasName = hasBias ? [storeInPlace(context, bias, newBias, `${context.name(weight)}_bias`)] : [];
  const definition = defineLike(graph, linear.node);
  const attributes = new Map<string, AttributeValue>(definition.attributes);
  if (hasBias && attributes.has('beta')) attributes.set('beta', { kind: 'float', value: 1 });
  const inputs = [definition.inputs[0] ?? '', weightName, ...biasName];
  rewriter.remove(linear.node);
  rewriter.remove(node);
  rewriter.insert(linear.node, {
    ...definition,
    inputs,
    outputs: [context.name(context.out(node))],
    attributes,
    origins: [linear.node, node],
  });
}

/** Stores a changed weight under its own name, or under a new one when another node still reads the old values. */
function storeInPlace(context: RuleContext, tensor: TensorId, weight: Weight, otherwise: string): string {
  const { rewriter } = context;
  const name = context.isOwnWeight(tensor) ? context.name(tensor) : rewriter.names.make(otherwise);
  rewriter.setWeight(name, weight, tensor === NONE ? [] : [context.name(tensor)]);
  return name;
}
