import { MAIN_GRAPH, type Graph, type NodeId } from '../shared/graph/graph';
import { nodeInputs, nodeOutputs } from '../shared/graph/traversal';
import type { Attributes } from '../shared/graph/attribute';
import type { TensorFacts } from '../shared/report/analysis';

type Dims = readonly (number | string | undefined)[] | undefined;

/** What an op line shows beside the op: `3×3, stride 2, 512 → 512` for a Conv, `768 → 3072` for a MatMul; empty where nothing says more than the op. */
export function nodeDetailText(graph: Graph, tensors: readonly TensorFacts[], node: NodeId): string {
  if (graph.nodes.subgraphs[node] !== MAIN_GRAPH) return '';
  const op = graph.nodes.ops[node] ?? '';
  const input = (index: number): Dims => tensors[nodeInputs(graph, node)[index] ?? -1]?.shape;
  const output = tensors[nodeOutputs(graph, node)[0] ?? -1]?.shape;
  switch (op) {
    case 'Conv':
    case 'FusedConv':
    case 'ConvInteger':
    case 'ConvTranspose':
      return convolutionText(graph.nodes.attributes(node), op, input(0), input(1), output);
    case 'QLinearConv':
      return convolutionText(graph.nodes.attributes(node), op, input(0), input(3), output);
    case 'MaxPool':
    case 'AveragePool':
    case 'LpPool':
      return windowText(graph.nodes.attributes(node), undefined);
    case 'Gemm':
    case 'MatMul':
    case 'MatMulInteger':
      return arrow(input(0)?.at(-1), output?.at(-1));
    case 'LSTM':
    case 'GRU':
    case 'RNN':
      return arrow(input(0)?.at(-1), output?.at(-1));
    default:
      return '';
  }
}

function convolutionText(attributes: Attributes, op: string, input: Dims, weight: Dims, output: Dims): string {
  const group = intOf(attributes, 'group', 1);
  const channels = input?.[1];
  const isDepthwise = group > 1 && group === channels;
  return [
    isDepthwise ? 'depthwise' : group > 1 ? `${group} groups` : '',
    windowText(attributes, weight?.slice(2)),
    op === 'ConvTranspose' || !isDepthwise || output?.[1] !== channels ? arrow(channels, output?.[1]) : String(channels),
  ]
    .filter(part => part !== '')
    .join(', ');
}

/** Kernel, stride and dilation, as far as they are not 1. */
function windowText(attributes: Attributes, kernel: Dims): string {
  const size = intsOf(attributes, 'kernel_shape') ?? kernel;
  const parts = [
    size === undefined ? '' : size.map(side => side ?? '?').join('×'),
    step('stride', intsOf(attributes, 'strides')),
    step('dilation', intsOf(attributes, 'dilations')),
  ];
  return parts.filter(part => part !== '').join(', ');
}

function step(what: string, values: readonly number[] | undefined): string {
  const [first] = values ?? [];
  if (values === undefined || values.every(value => value === 1)) return '';
  return values.every(value => value === first) ? `${what} ${first}` : `${what} ${values.join('×')}`;
}

function arrow(from: number | string | undefined, to: number | string | undefined): string {
  return from === undefined || to === undefined ? '' : `${from} → ${to}`;
}

function intOf(attributes: Attributes, name: string, otherwise: number): number {
  const value = attributes.get(name);
  return value?.kind === 'int' ? value.value : otherwise;
}

function intsOf(attributes: Attributes, name: string): readonly number[] | undefined {
  const value = attributes.get(name);
  return value?.kind === 'ints' ? value.values : undefined;
}
