import type { AttributeValue } from '../../shared/graph/attribute';
import { dtypeFromNumber } from '../../shared/graph/dtype';
import { declaredShape, NONE, type Graph, type NodeId } from '../../shared/graph/graph';
import type { TensorReader } from '../../shared/graph/tensorReader';
import { nodeInput } from '../../shared/graph/traversal';
import type { ProblemList } from '../problemList';

type Check = (graph: Graph, node: NodeId, reader: TensorReader) => string | undefined;

const WINDOWED = ['Conv', 'ConvTranspose', 'ConvInteger', 'QLinearConv', 'MaxPool', 'AveragePool', 'LpPool', 'DeformConv'];
const RANDOM = ['RandomNormal', 'RandomNormalLike', 'RandomUniform', 'RandomUniformLike'];
/** Element types that the runtime's generators make; it aborts on others. */
const RANDOM_TYPES = new Set(['float32', 'float64']);

/** Values that an operator's text forbids and that have brought runtimes down or make every number derived from them meaningless. */
const CHECKS = new Map<string, readonly Check[]>([
  ...WINDOWED.map(op => [op, op === 'Conv' ? [checkWindow, checkGroups] : [checkWindow]] as const),
  ...RANDOM.map(op => [op, [checkRandomType]] as const),
  ['Reshape', [checkReshape]],
]);

/** Checks parameters of nodes where a wrong one is known to do harm. */
export function checkParameters(graph: Graph, reader: TensorReader, problems: ProblemList): void {
  const { nodes } = graph;
  for (let node = 0; node < nodes.count; node++) {
    if (nodes.domains[node] !== '') continue;
    for (const check of CHECKS.get(nodes.ops[node] ?? '') ?? []) {
      const sentence = check(graph, node, reader);
      if (sentence !== undefined) problems.addForNode(graph, node, 'error', 'invalid-graph', sentence);
    }
  }
}

function intsOf(value: AttributeValue | undefined): readonly number[] {
  return value?.kind === 'ints' ? value.values : [];
}

function checkWindow(graph: Graph, node: NodeId): string | undefined {
  const attributes = graph.nodes.attributes(node);
  const steps = [...intsOf(attributes.get('strides')), ...intsOf(attributes.get('dilations')), ...intsOf(attributes.get('kernel_shape'))];
  if (steps.some(step => step < 1)) return 'A window has a stride, dilation or size below 1.';
  return intsOf(attributes.get('pads')).some(pad => pad < 0) ? 'A window has negative padding.' : undefined;
}

/** Conv: X is [N, C, …], W is [M, C / group, …] and group divides M. */
function checkGroups(graph: Graph, node: NodeId): string | undefined {
  const value = graph.nodes.attributes(node).get('group');
  const group = value?.kind === 'int' ? value.value : 1;
  const [x, w] = [0, 1]
    .map(index => nodeInput(graph, node, index))
    .map(tensor => (tensor === NONE ? undefined : declaredShape(graph, tensor)));
  const [channels, outputs, perGroup] = [x?.[1], w?.[0], w?.[1]];
  if (group < 1) return 'A convolution has fewer than one group.';
  if (typeof outputs === 'number' && outputs % group !== 0) return 'The groups of a convolution do not divide its output channels.';
  if (typeof channels !== 'number' || typeof perGroup !== 'number' || channels === perGroup * group) return undefined;
  return 'The weight of a convolution does not fit the channels of its input.';
}

function checkRandomType(graph: Graph, node: NodeId): string | undefined {
  const value = graph.nodes.attributes(node).get('dtype');
  const dtype = value?.kind === 'int' ? dtypeFromNumber(value.value) : 'float32';
  return dtype !== undefined && RANDOM_TYPES.has(dtype)
    ? undefined
    : 'Random numbers of a type are asked for that the runtime cannot make.';
}

function checkReshape(graph: Graph, node: NodeId, reader: TensorReader): string | undefined {
  const shape = nodeInput(graph, node, 1);
  const sizes = shape === NONE ? undefined : reader.readSmall(shape)?.data;
  if (!(sizes instanceof BigInt64Array)) return undefined;
  if (sizes.filter(size => size === -1n).length > 1) return 'A Reshape has more than one −1 in its shape.';
  return sizes.some(size => size < -1n) ? 'A Reshape has a negative size in its shape.' : undefined;
}
