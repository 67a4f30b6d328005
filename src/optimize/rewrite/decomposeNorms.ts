import type { Attributes } from '../../shared/graph/attribute';
import { consumersExist } from '../../shared/graph/constants';
import { NONE } from '../../shared/graph/graph';
import { floatAttribute, intAttribute } from '../../shared/graph/nodeAttributes';
import { nodeOutputs } from '../../shared/graph/traversal';
import type { Decomposition } from './decomposition';
import type { RuleContext } from './nodeRule';
import { standardOpset } from './standardOpset';
import type { WrittenSteps } from './writtenSteps';

const EPSILON = 1e-5;
/** Axes of ReduceMean are an input from this version on. */
const AXES_INPUT_SINCE = 18;

/** (x − mean) / √(mean((x − mean)²) + ε) · scale + bias over the axes from `axis` on (ONNX LayerNormalization-17). */
export const decomposeLayerNorm: Decomposition = (steps, context) => {
  const axes = normalizedAxes(context, steps);
  if (axes === undefined) return 'the rank of its input is not known';
  const others = [...nodeOutputs(context.graph, steps.node)].slice(1);
  if (others.some(tensor => tensor !== NONE && consumersExist(context.graph, tensor))) return 'its mean or deviation is read, too';
  const x = steps.input(0);
  const centered = steps.add('Sub', [x, mean(context, steps, x, axes)]);
  scale(steps, steps.add('Div', [centered, root(context, steps, centered, axes)]), steps.input(1), steps.input(2));
  return undefined;
};

/** x / √(mean(x²) + ε) · scale over the axes from `axis` on (ONNX RMSNormalization-23). */
export const decomposeRmsNorm: Decomposition = (steps, context) => {
  const axes = normalizedAxes(context, steps);
  if (axes === undefined) return 'the rank of its input is not known';
  const x = steps.input(0);
  scale(steps, steps.add('Div', [x, root(context, steps, x, axes)]), steps.input(1), '');
  return undefined;
};

/** InstanceNormalization over groups of channels, as exporters write it (ONNX GroupNormalization-21, whose scale is one number per channel). */
export const decomposeGroupNorm: Decomposition = (steps, context) => {
  const { graph } = context;
  const rank = context.facts(context.in(steps.node, 0)).shape?.length;
  if (standardOpset(graph) < 21) return 'before opset 21 its scale is one number per group';
  if (rank === undefined || rank < 3) return 'the rank of its input is not known to be 3 or more';
  const x = steps.input(0);
  const groups = intAttribute(graph, steps.node, 'num_groups', 1);
  const epsilon: Attributes = new Map([['epsilon', { kind: 'float', value: floatAttribute(graph, steps.node, 'epsilon', EPSILON) }]]);
  const cut = steps.add('Reshape', [x, steps.integers(0, groups, -1)]);
  const norm = steps.add('InstanceNormalization', [cut, steps.vector(groups, 1), steps.vector(groups, 0)], epsilon);
  const back = steps.add('Reshape', [norm, steps.add('Shape', [x])]);
  const perChannel = (name: string): string => steps.add('Reshape', [name, steps.integers(-1, ...new Array<number>(rank - 2).fill(1))]);
  scale(steps, back, perChannel(steps.input(1)), perChannel(steps.input(2)));
  return undefined;
};

function normalizedAxes(context: RuleContext, { node }: WrittenSteps): readonly number[] | undefined {
  const axis = intAttribute(context.graph, node, 'axis', -1);
  const rank = axis < 0 ? 0 : context.facts(context.in(node, 0)).shape?.length;
  return rank === undefined ? undefined : Array.from({ length: rank - axis }, (_, index) => axis + index);
}

function mean(context: RuleContext, steps: WrittenSteps, tensor: string, axes: readonly number[]): string {
  if (standardOpset(context.graph) >= AXES_INPUT_SINCE) return steps.add('ReduceMean', [tensor, steps.integers(...axes)]);
  return steps.add('ReduceMean', [tensor], new Map([['axes', { kind: 'ints', values: axes }]]));
}

/** √(mean(x²) + ε) */
function root(context: RuleContext, steps: WrittenSteps, tensor: string, axes: readonly number[]): string {
  const epsilon = steps.number(floatAttribute(context.graph, steps.node, 'epsilon', EPSILON));
  return steps.add('Sqrt', [steps.add('Add', [mean(context, steps, steps.add('Mul', [tensor, tensor]), axes), epsilon])]);
}

/** `factor` and `bias`: broadcast to the last axes; no bias for `""`. */
function scale(steps: WrittenSteps, tensor: string, factor: string, bias: string): void {
  const scaled = steps.add('Mul', [tensor, factor]);
  if (bias !== '') steps.add('Add', [scaled, bias]);
}
