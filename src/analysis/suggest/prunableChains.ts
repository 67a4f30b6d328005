import { MAIN_GRAPH, NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { consumersOf, isGraphOutput, nodeInput, nodeInputs, nodeOutput } from '../../shared/graph/traversal';
import type { LinearWork } from './linearWork';

/** Kernels of the CPU runtime work on this many channels at once; widths between win nothing (staircase of 16 on AVX-512). */
export const CHANNEL_GRID = 16;

/** Output channels that only linear layers read, through operators that treat each channel alone: they can be taken out. */
export interface PrunableChain {
  readonly producer: NodeId;
  readonly width: number;
  /** Layers whose MACs shrink with the width: those that sum over the channels, and depthwise ones between. */
  readonly readers: readonly NodeId[];
}

const POINTWISE: ReadonlySet<string> = new Set([
  ...[
    'Relu',
    'LeakyRelu',
    'Sigmoid',
    'Tanh',
    'Clip',
    'HardSigmoid',
    'HardSwish',
    'Elu',
    'Selu',
    'Celu',
    'Softplus',
    'Softsign',
    'Gelu',
    'Mish',
  ],
  ...['Erf', 'Abs', 'Neg', 'ThresholdedRelu', 'Identity', 'Dropout', 'Swish', 'Flatten', 'BatchNormalization'],
  ...['MaxPool', 'AveragePool', 'LpPool', 'GlobalAveragePool', 'GlobalMaxPool', 'GlobalLpPool'],
]);

/** Chains of `works` with room on the grid, in file order. */
export function findPrunableChains(graph: Graph, works: readonly LinearWork[]): readonly PrunableChain[] {
  const byNode = new Map(works.map(work => [work.node, work]));
  return works.flatMap(work => {
    if (work.groups !== 1 || work.outputChannels <= CHANNEL_GRID || sharesWeight(graph, work.node)) return [];
    const readers = followChannels(graph, work, byNode);
    return readers === undefined ? [] : [{ producer: work.node, width: work.outputChannels, readers }];
  });
}

function followChannels(graph: Graph, start: LinearWork, works: ReadonlyMap<NodeId, LinearWork>): readonly NodeId[] | undefined {
  const readers: NodeId[] = [];
  let sums = 0;
  // A damaged file may hold a cycle.
  const seen = new Set<TensorId>();
  const open: TensorId[] = [afterBias(graph, start)];
  for (let tensor = open.pop(); tensor !== undefined; tensor = open.pop()) {
    if (isGraphOutput(graph, tensor) || seen.has(tensor)) return undefined;
    seen.add(tensor);
    for (const node of new Set(consumersOf(graph, tensor))) {
      const reader = works.get(node);
      const reads = [...nodeInputs(graph, node)].filter(input => input === tensor).length;
      if (graph.nodes.subgraphs[node] !== MAIN_GRAPH || reads > 1 || nodeInput(graph, node, 0) !== tensor) return undefined;
      if (reader !== undefined && (reader.groups === 1 || reader.groups === start.outputChannels)) {
        if (sharesWeight(graph, node)) return undefined;
        readers.push(node);
        if (reader.groups === 1) sums++;
        else open.push(nodeOutput(graph, node, 0));
      } else if (POINTWISE.has(graph.nodes.ops[node] ?? '') && graph.nodes.domains[node] === '') open.push(nodeOutput(graph, node, 0));
      else return undefined;
    }
  }
  return sums === 0 ? undefined : readers;
}

/** Output of a layer, behind the Add of a constant vector that is a MatMul's bias. */
function afterBias(graph: Graph, { node, op, outputChannels }: LinearWork): TensorId {
  const output = nodeOutput(graph, node, 0);
  const [reader = NONE, ...others] = consumersOf(graph, output);
  if (op !== 'MatMul' || reader === NONE || others.length > 0 || graph.nodes.ops[reader] !== 'Add') return output;
  const bias = nodeInput(graph, reader, nodeInput(graph, reader, 0) === output ? 1 : 0);
  const dims = bias === NONE ? undefined : graph.tensors.weights[bias]?.dims;
  return dims?.length === 1 && dims[0] === outputChannels ? nodeOutput(graph, reader, 0) : output;
}

function sharesWeight(graph: Graph, node: NodeId): boolean {
  return consumersOf(graph, nodeInput(graph, node, 1)).length !== 1;
}

/** Share of MACs per layer that is left when every chain keeps `share` of its width, rounded down on the grid. */
export function layerSharesLeft(chains: readonly PrunableChain[], share: number): ReadonlyMap<NodeId, number> {
  const left = new Map<NodeId, number>();
  for (const { producer, width, readers } of chains) {
    const kept = Math.max(CHANNEL_GRID, Math.floor((width * share) / CHANNEL_GRID) * CHANNEL_GRID);
    for (const node of [producer, ...readers]) left.set(node, ((left.get(node) ?? 1) * kept) / width);
  }
  return left;
}
