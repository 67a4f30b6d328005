import { isAlongChannels } from '../../analysis/isAlongChannels';
import { constantWeight, onlyReader } from '../../shared/graph/constants';
import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import { floatAttribute, intAttribute } from '../../shared/graph/nodeAttributes';
import { makeWeight } from '../makeWeight';
import { readFloats } from '../readFloats';
import { affineOf, atChannel, type Affine } from './affine';
import { outputChannelOf } from './channelScaler';
import { inputChannelOf } from './inputChannelOf';
import { endsGelu } from './endsGelu';
import { nodeRule, type RuleContext } from './nodeRule';
import { windowPadding } from './windowPadding';

/**
 * Merges what scales and shifts channels (BatchNormalization, Mul, Div, Add, Sub with a constant) into the Conv, ConvTranspose or Gemm behind it: W' = W · factor per
 * input channel, b' = b + Σ W · shift. A shift only where every output sums over all of its inputs: not where a Conv pads, and not in a ConvTranspose.
 */
export const foldAffineForward = nodeRule(mergeIntoReader);

interface Linear {
  readonly node: NodeId;
  readonly weight: TensorId;
  readonly dims: readonly number[];
  readonly bias: TensorId;
  readonly inputs: number;
  readonly outputs: number;
  /** Whether a constant that is added to its input is one that is added to its output. */
  readonly takesShift: boolean;
}

function mergeIntoReader(context: RuleContext, node: NodeId): Promise<string> | undefined {
  const affine = endsGelu(context, node) ? undefined : affineOf(context, node);
  const linear = affine === undefined ? undefined : linearBehind(context, node);
  if (affine === undefined || linear === undefined || !isPerInput(context, affine, linear)) return undefined;
  const shifts = !['Mul', 'Div'].includes(context.op(node));
  if (shifts && !linear.takesShift) return undefined;
  const detail = `${context.op(node)} merged into ${context.nodeName(linear.node)} behind it`;
  return merge(context, node, affine, linear, shifts).then(() => detail);
}

function linearBehind(context: RuleContext, before: NodeId): Linear | undefined {
  const { graph } = context;
  const node = onlyReader(graph, context.out(before));
  const channels = channelsOf(context, node);
  if (channels === undefined || context.in(node, 0) !== context.out(before)) return undefined;
  const [weight, bias] = [context.in(node, 1), context.in(node, 2)];
  const stored = context.ownFloats(weight);
  if (stored === undefined) return undefined;
  const storedBias = constantWeight(graph, bias);
  const isVector = storedBias?.dtype === 'float32' && storedBias.dims.length === 1 && storedBias.dims[0] === channels.outputs;
  return bias === NONE || (isVector && context.isOwnWeight(bias)) ? { node, weight, dims: stored.dims, bias, ...channels } : undefined;
}

/** `undefined` for operators that are not linear in a stored weight. */
function channelsOf(context: RuleContext, node: NodeId): Pick<Linear, 'inputs' | 'outputs' | 'takesShift'> | undefined {
  const { graph } = context;
  const [rows = 0, columns = 0] = constantWeight(graph, context.in(node, 1))?.dims ?? [];
  switch (context.op(node)) {
    case 'Conv': {
      const takesShift = windowPadding(graph, node)?.every(size => size === 0) === true;
      return { inputs: columns * intAttribute(graph, node, 'group', 1), outputs: rows, takesShift };
    }
    case 'ConvTranspose':
      return { inputs: rows, outputs: columns * intAttribute(graph, node, 'group', 1), takesShift: false };
    case 'Gemm': {
      if (intAttribute(graph, node, 'transA', 0) !== 0) return undefined;
      const [inputs, outputs] = intAttribute(graph, node, 'transB', 0) === 0 ? [rows, columns] : [columns, rows];
      return { inputs, outputs, takesShift: true };
    }
    default:
      return undefined;
  }
}

/** One number for all, or one for each input channel. */
function isPerInput(context: RuleContext, { channels, dims, x }: Affine, { dims: weightDims, inputs }: Linear): boolean {
  if (dims === undefined) return channels === inputs;
  return isAlongChannels(dims, weightDims.length, inputs) && context.facts(x).shape?.[1] === inputs;
}

async function merge(context: RuleContext, node: NodeId, affine: Affine, linear: Linear, shifts: boolean): Promise<void> {
  const { input, graph, rewriter } = context;
  const { dims, weight } = linear;
  const inputOf = inputChannelOf(graph, linear.node, dims);
  const newWeight = await makeWeight(input, 'float32', dims, async () => {
    const { factor } = await affine.read();
    return (await readFloats(input, graph, weight)).map((value, index) => value * atChannel(factor, inputOf(index), 1));
  });
  if (shifts) await storeBias(context, affine, linear);
  rewriter.setWeight(context.name(weight), newWeight, [context.name(weight)]);
  rewriter.setInput(linear.node, 0, context.name(affine.x));
  rewriter.remove(node);
}

/** Adds what the shift amounts to behind the layer; Gemm multiplies product and bias with numbers of its own. */
async function storeBias(context: RuleContext, affine: Affine, linear: Linear): Promise<void> {
  const { input, graph, rewriter } = context;
  const { node, dims, weight, bias, outputs } = linear;
  const alpha = floatAttribute(graph, node, 'alpha', 1);
  const beta = floatAttribute(graph, node, 'beta', 1);
  const [inputOf, outputOf] = [inputChannelOf(graph, node, dims), outputChannelOf(graph, node, dims)];
  const newBias = await makeWeight(input, 'float32', [outputs], async () => {
    const { shift } = await affine.read();
    const sums = new Float64Array(outputs);
    if (bias !== NONE) sums.set(Float64Array.from(await readFloats(input, graph, bias), value => value * beta));
    const values = await readFloats(input, graph, weight);
    values.forEach((value, index) => (sums[outputOf(index)]! += alpha * value * atChannel(shift, inputOf(index), 0)));
    return Float32Array.from(sums);
  });
  const name = bias === NONE ? rewriter.names.make(`${context.name(weight)}_bias`) : context.name(bias);
  rewriter.setWeight(name, newBias, bias === NONE ? [] : [name]);
  rewriter.setInput(node, 2, name);
  if (beta !== 1) rewriter.setAttribute(node, 'beta', { kind: 'float', value: 1 });
}
