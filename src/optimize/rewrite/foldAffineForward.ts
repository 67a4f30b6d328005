import { constantWeight, onlyReader } from '../../shared/graph/constants';
import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import { intAttribute } from '../../shared/graph/nodeAttributes';
import { makeWeight } from '../makeWeight';
import { readFloats } from '../readFloats';
import { affineOf, atChannel, isAlongChannels, type Affine } from './affine';
import { nodeRule, type RuleContext } from './nodeRule';
import { windowPadding } from './windowPadding';

/**
 * Merges what scales and shifts channels (BatchNormalization, Mul, Div, Add, Sub with a constant) into the Conv behind it: W' = W · factor per input channel,
 * b' = b + Σ W · shift. A shift only where the Conv does not pad: what it pads with is not shifted.
 */
export const foldAffineForward = nodeRule(mergeIntoConv);

interface Conv {
  readonly node: NodeId;
  readonly weight: TensorId;
  /** [output channels, input channels of a group, kernel …] */
  readonly dims: readonly number[];
  readonly bias: TensorId;
  readonly group: number;
}

function mergeIntoConv(context: RuleContext, node: NodeId): Promise<string> | undefined {
  const affine = affineOf(context, node);
  const conv = affine === undefined ? undefined : convBehind(context, node);
  if (affine === undefined || conv === undefined || !isPerInput(context, affine, conv)) return undefined;
  const shifts = !['Mul', 'Div'].includes(context.op(node));
  if (shifts && pads(context, conv.node)) return undefined;
  const detail = `${context.op(node)} merged into ${context.nodeName(conv.node)} behind it`;
  return merge(context, node, affine, conv, shifts).then(() => detail);
}

function convBehind(context: RuleContext, node: NodeId): Conv | undefined {
  const { graph } = context;
  const reader = onlyReader(graph, context.out(node));
  if (context.op(reader) !== 'Conv') return undefined;
  const [weight, bias] = [context.in(reader, 1), context.in(reader, 2)];
  const stored = constantWeight(graph, weight);
  const isOwn = stored?.dtype === 'float32' && context.isOwnWeight(weight) && context.in(reader, 0) === context.out(node);
  if (!isOwn || (bias !== NONE && (constantWeight(graph, bias)?.dtype !== 'float32' || !context.isOwnWeight(bias)))) return undefined;
  return { node: reader, weight, dims: stored.dims, bias, group: intAttribute(graph, reader, 'group', 1) };
}

/** One number for all, or one for each input channel. */
function isPerInput(context: RuleContext, { channels, dims, x }: Affine, conv: Conv): boolean {
  const inputs = (conv.dims[1] ?? 0) * conv.group;
  if (dims === undefined) return channels === inputs;
  return isAlongChannels(dims, conv.dims.length, inputs) && context.facts(x).shape?.[1] === inputs;
}

function pads({ graph }: RuleContext, conv: NodeId): boolean {
  return windowPadding(graph, conv)?.every(size => size === 0) !== true;
}

async function merge(context: RuleContext, node: NodeId, affine: Affine, conv: Conv, shifts: boolean): Promise<void> {
  const { input, graph, rewriter } = context;
  const { dims, weight, bias } = conv;
  const [outputs = 0] = dims;
  const inputOf = inputChannelOf(conv);
  const newWeight = await makeWeight(input, 'float32', dims, async () => {
    const { factor } = await affine.read();
    return (await readFloats(input, graph, weight)).map((value, index) => value * atChannel(factor, inputOf(index), 1));
  });
  const newBias = await makeWeight(input, 'float32', [outputs], async () => {
    const { shift } = await affine.read();
    const sums = new Float64Array(outputs);
    if (bias !== NONE) sums.set(await readFloats(input, graph, bias));
    const values = await readFloats(input, graph, weight);
    const row = values.length / outputs;
    values.forEach((value, index) => (sums[Math.floor(index / row)]! += value * atChannel(shift, inputOf(index), 0)));
    return Float32Array.from(sums);
  });
  rewriter.setWeight(context.name(weight), newWeight, [context.name(weight)]);
  if (shifts) {
    const name = bias === NONE ? rewriter.names.make(`${context.name(weight)}_bias`) : context.name(bias);
    rewriter.setWeight(name, newBias, bias === NONE ? [] : [name]);
    rewriter.setInput(conv.node, 2, name);
  }
  rewriter.setInput(conv.node, 0, context.name(affine.x));
  rewriter.remove(node);
}

/** Input channel of each weight element, as a function of its flat index. */
function inputChannelOf({ dims, group }: Conv): (index: number) => number {
  const [outputs = 1, perGroup = 1] = dims;
  const kernel = dims.slice(2).reduce((product, dim) => product * dim, 1);
  return index => {
    const output = Math.floor(index / (perGroup * kernel));
    return Math.floor(output / (outputs / group)) * perGroup + (Math.floor(index / kernel) % perGroup);
  };
}
