import { MAIN_GRAPH, NONE, type Graph, type TensorId } from '../shared/graph/graph';
import { mainGraph } from '../shared/graph/traversal';
import type { TensorFacts, Totals } from '../shared/report/analysis';
import type { Column } from '../shared/report/column';
import type { WeightCounts } from './cost/countWeights';
import type { NodeCost } from './cost/nodeCost';
import { known } from './known';

export interface TotalSources {
  readonly costs: readonly NodeCost[];
  readonly weights: WeightCounts;
  readonly columns: readonly Column[];
  readonly tensors: readonly TensorFacts[];
  /** NaN when not known. */
  readonly peakActivationBytes: number;
  readonly plannedPeakBytes: number | undefined;
}

/** The contract's totals: sums over the main graph, bodies of control flow apart. */
export function computeTotals(graph: Graph, sources: TotalSources): Totals {
  const { weights, columns, tensors } = sources;
  const sumOf = (id: string): number | undefined =>
    known(mainSum(graph, columns.find(column => column.id === id)?.values ?? new Float64Array()));
  return {
    nodes: mainGraph(graph).nodeCount,
    macs: sumOf('macs'),
    flops: sumOf('flops'),
    params: weights.params,
    constantParams: weights.constantParams,
    quantizedParams: weights.quantizedParams,
    batchNormStats: weights.batchNormStats,
    weightBytes: weights.weightBytes,
    activationBytes: sumOf('activationBytes'),
    peakActivationBytes: known(sources.peakActivationBytes),
    plannedPeakBytes: sources.plannedPeakBytes,
    unknownNodes: countUnknown(graph, tensors),
    subgraphs: { macs: known(bodyMacs(graph, sources.costs)), params: weights.subgraphParams },
  };
}

/** Sum over the main graph's nodes, which come first; NaN when one is not known. */
function mainSum(graph: Graph, values: Float64Array): number {
  const { nodeCount } = mainGraph(graph);
  let sum = 0;
  for (let node = 0; node < nodeCount; node++) sum += values[node] ?? 0;
  return sum;
}

/** Nodes at least one of whose outputs has a dim that is neither a number nor an expression of symbols. */
function countUnknown(graph: Graph, tensors: readonly TensorFacts[]): number {
  const { outputStart, outputs } = graph.nodes;
  const { nodeCount } = mainGraph(graph);
  const isOpen = (tensor: TensorId): boolean => tensor !== NONE && (tensors[tensor]?.shape?.includes(undefined) ?? true);
  let count = 0;
  for (let node = 0; node < nodeCount; node++)
    for (let slot = outputStart[node] ?? 0; slot < (outputStart[node + 1] ?? 0); slot++)
      if (isOpen(outputs[slot] ?? NONE)) {
        count++;
        break;
      }
  return count;
}

/** One execution of every body; calls of functions are in the main graph's sum already. */
function bodyMacs(graph: Graph, costs: readonly NodeCost[]): number {
  let sum = 0;
  for (const subgraph of graph.subgraphs) {
    if (subgraph.id === MAIN_GRAPH || subgraph.kind === 'function') continue;
    for (let node = subgraph.firstNode; node < subgraph.firstNode + subgraph.nodeCount; node++) sum += costs[node]?.macs ?? Number.NaN;
  }
  return sum;
}
