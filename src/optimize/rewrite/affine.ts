import { constantWeight, consumersExist } from '../../shared/graph/constants';
import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import { floatAttribute, intAttribute } from '../../shared/graph/nodeAttributes';
import { nodeOutputs } from '../../shared/graph/traversal';
import { readFloats } from '../readFloats';
import type { RuleContext } from './nodeRule';
import { standardOpset } from './standardOpset';

const EPSILON = 1e-5;

/** A node that computes y = x · factor + shift, each one number per channel or one for all; absent where it leaves x as it is. */
export interface Affine {
  readonly x: TensorId;
  /** The most entries that a factor or shift has. */
  readonly channels: number;
  /** Rank and channel axis that the constants are broadcast to; `undefined` where they are vectors by definition. */
  readonly dims: readonly number[] | undefined;
  read(): Promise<{ readonly factor?: Float64Array; readonly shift?: Float64Array }>;
}

/** How a node scales and shifts its input, when all that it does is that, with stored float32 constants. */
export function affineOf(context: RuleContext, node: NodeId): Affine | undefined {
  switch (context.op(node)) {
    case 'BatchNormalization':
      return normalization(context, node);
    case 'Mul':
      return withConstant(context, node, [0, 1], values => ({ factor: values }));
    case 'Div':
      return withConstant(context, node, [1], values => ({ factor: values.map(value => 1 / value) }));
    case 'Add':
      return withConstant(context, node, [0, 1], values => ({ shift: values }));
    case 'Sub':
      return withConstant(context, node, [1], values => ({ shift: values.map(value => -value) }));
    default:
      return undefined;
  }
}

/** The number of a channel: constants of one entry hold for all, and absent ones are `otherwise`. */
export function atChannel(values: Float64Array | undefined, channel: number, otherwise: number): number {
  return values === undefined ? otherwise : values[values.length === 1 ? 0 : channel]!;
}

type Effect = (values: Float64Array) => { readonly factor?: Float64Array; readonly shift?: Float64Array };

/** `slots`: operands that may be the constant. */
function withConstant(context: RuleContext, node: NodeId, slots: readonly number[], effect: Effect): Affine | undefined {
  const slot = slots.find(index => constantWeight(context.graph, context.in(node, index)) !== undefined);
  if (slot === undefined) return undefined;
  const constant = context.in(node, slot);
  const weight = constantWeight(context.graph, constant);
  if (weight?.dtype !== 'float32') return undefined;
  const channels = weight.dims.reduce((product, dim) => product * dim, 1);
  const read = async (): ReturnType<Affine['read']> => effect(Float64Array.from(await readFloats(context.input, context.graph, constant)));
  return { x: context.in(node, 1 - slot), channels, dims: weight.dims, read };
}

/** factor = scale / √(variance + ε), shift = bias − mean · factor (ONNX BatchNormalization-15). */
function normalization(context: RuleContext, node: NodeId): Affine | undefined {
  const { graph, input } = context;
  const statistics = [1, 2, 3, 4].map(index => constantWeight(graph, context.in(node, index)));
  const channels = statistics[0]?.dims[0];
  if (channels === undefined || !isInference(context, node) || !statistics.every(weight => weight?.dtype === 'float32')) return undefined;
  const read = async (): ReturnType<Affine['read']> => {
    const statistic = (index: number): Promise<Float32Array> => readFloats(input, graph, context.in(node, index));
    const [scale, bias, mean, variance] = [await statistic(1), await statistic(2), await statistic(3), await statistic(4)];
    const epsilon = floatAttribute(graph, node, 'epsilon', EPSILON);
    const factor = Float64Array.from({ length: channels }, (_, c) => scale[c]! / Math.sqrt(variance[c]! + epsilon));
    return { factor, shift: factor.map((value, c) => bias[c]! - mean[c]! * value) };
  };
  return { x: context.in(node, 0), channels, dims: undefined, read };
}

function isInference({ graph }: RuleContext, norm: NodeId): boolean {
  if (standardOpset(graph) < 7) return false;
  if (intAttribute(graph, norm, 'training_mode', 0) !== 0 || intAttribute(graph, norm, 'spatial', 1) !== 1) return false;
  return [...nodeOutputs(graph, norm)].slice(1).every(tensor => tensor === NONE || !consumersExist(graph, tensor));
}
