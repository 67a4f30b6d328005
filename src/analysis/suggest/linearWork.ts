import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { intAttribute } from '../../shared/graph/nodeAttributes';
import { mainGraph, nodeInput, nodeOutput, producerOf } from '../../shared/graph/traversal';
import type { Weight } from '../../shared/graph/weight';
import type { Analysis } from '../../shared/report/analysis';

/** A Conv, Gemm or MatMul of the main graph. */
export interface LinearWork {
  readonly node: NodeId;
  readonly op: 'Conv' | 'Gemm' | 'MatMul';
  /** MACs with the dims as chosen; open dims count as 1, so this is a lower bound. */
  readonly macs: number;
  /** The constant weight; `undefined` for a product of activations. */
  readonly weight: Weight | undefined;
  readonly outputChannels: number;
  readonly inputChannels: number;
  /** Products that are summed for one output element. */
  readonly depth: number;
  readonly groups: number;
  /** Spatial positions of a Conv's kernel, 1 for matrix products. */
  readonly kernelElements: number;
}

/** All linear nodes of the main graph in file order. */
export function findLinearWork(graph: Graph, analysis: Analysis): readonly LinearWork[] {
  const macs = analysis.columns.find(column => column.id === 'macs')?.values;
  const { nodeCount } = mainGraph(graph);
  const found: LinearWork[] = [];
  for (let node = 0; node < nodeCount; node++) {
    const op = graph.nodes.ops[node];
    if (graph.nodes.domains[node] !== '' || (op !== 'Conv' && op !== 'Gemm' && op !== 'MatMul')) continue;
    found.push(describe(graph, analysis, node, op, macs?.[node] ?? Number.NaN));
  }
  return found;
}

function describe(graph: Graph, analysis: Analysis, node: NodeId, op: LinearWork['op'], macs: number): LinearWork {
  const tensor = nodeInput(graph, node, 1);
  const weight = constantWeight(graph, tensor);
  const outputs = elementsAtLeast(analysis.tensors[nodeOutput(graph, node, 0)]?.shape);
  const dims = weight?.dims ?? [];
  const channelsFirst = op === 'Conv' || (op === 'Gemm' && intAttribute(graph, node, 'transB', 0) !== 0);
  const outputChannels = (channelsFirst ? dims[0] : dims.at(-1)) ?? 0;
  const perGroup = (channelsFirst ? dims[1] : dims.at(-2)) ?? 0;
  const kernelElements = op === 'Conv' ? product(dims.slice(2)) : 1;
  const groups = op === 'Conv' ? intAttribute(graph, node, 'group', 1) : 1;
  const depth = weight === undefined ? lastDim(analysis, nodeInput(graph, node, 0)) : perGroup * kernelElements;
  const base = { node, op, weight, outputChannels, inputChannels: perGroup * groups, depth, groups, kernelElements };
  return { ...base, macs: Number.isFinite(macs) ? macs : outputs * depth };
}

/** The weight behind a tensor, also through an Identity that an exporter put before a shared weight. */
export function constantWeight(graph: Graph, tensor: TensorId): Weight | undefined {
  if (tensor === NONE) return undefined;
  const weight = graph.tensors.weights[tensor];
  if (weight !== undefined) return weight;
  const producer = producerOf(graph, tensor);
  const source = producer !== NONE && graph.nodes.ops[producer] === 'Identity' ? nodeInput(graph, producer, 0) : NONE;
  return source === NONE ? undefined : graph.tensors.weights[source];
}

function elementsAtLeast(shape: readonly (number | string | undefined)[] | undefined): number {
  return product((shape ?? []).map(dim => (typeof dim === 'number' ? dim : 1)));
}

function lastDim(analysis: Analysis, tensor: TensorId): number {
  const dim = analysis.tensors[tensor]?.shape?.at(-1);
  return typeof dim === 'number' ? dim : 1;
}

function product(values: readonly number[]): number {
  return values.reduce((result, value) => result * value, 1);
}
