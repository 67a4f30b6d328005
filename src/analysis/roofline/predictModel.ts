import { NONE, type Graph, type NodeId } from '../../shared/graph/graph';
import { mainGraph } from '../../shared/graph/traversal';
import type { Analysis } from '../../shared/report/analysis';
import type { RoofSource } from '../../shared/report/machine';
import { kernelGroups } from './kernelGroups';
import { kernelWork, type KernelWork } from './kernelWork';
import { predictKernel } from './predictKernel';
import { rooflineOf, type Limit } from './rooflineOf';

/** An expected kernel with its limit and its time. */
export interface PredictedKernel {
  readonly work: KernelWork;
  /** `undefined` for what neither computes nor moves anything. */
  readonly limit: Limit | undefined;
  readonly predictedMs: number;
}

/** An estimate of a model's time on a machine, made without running it. */
export interface ModelPrediction {
  readonly source: RoofSource;
  readonly kernels: readonly PredictedKernel[];
  /** Sum over all kernels, and the range around it that the source's uncertainty leaves; NaN while sizes are open. */
  readonly predictedMs: number;
  readonly lowMs: number;
  readonly highMs: number;
  /** Sum of the limits: no kernel can be faster while its data come from memory. */
  readonly limitMs: number;
}

/**
 * Predicts a model from roofs: the kernels that the runtime is expected to make of it, each at the speed of its class. Bodies of control flow are not
 * predicted: how often they run is not known. Pure; takes some milliseconds for a thousand nodes.
 */
export function predictModel(graph: Graph, analysis: Analysis, source: RoofSource): ModelPrediction {
  const residence = { weightBytes: analysis.totals.weightBytes };
  const kernels = expectedKernels(graph, analysis).map(work => ({
    work,
    limit: rooflineOf(work, source.roofs),
    predictedMs: predictKernel(work, source.roofs, residence),
  }));
  const predictedMs = kernels.reduce((sum, kernel) => sum + kernel.predictedMs, 0);
  const limitMs = kernels.reduce((sum, { limit }) => sum + (limit?.limitMs ?? 0), 0);
  const { low, high } = source.uncertainty;
  return { source, kernels, predictedMs, lowMs: predictedMs * low, highMs: predictedMs * high, limitMs };
}

/** The work of every kernel that the model is expected to run as, by leading node. */
export function expectedKernels(graph: Graph, analysis: Analysis): readonly KernelWork[] {
  const leaders = kernelGroups(graph);
  const members = new Map<NodeId, NodeId[]>();
  for (let node = 0; node < mainGraph(graph).nodeCount; node++) {
    const leader = leaders[node] ?? NONE;
    if (leader === NONE) continue;
    const known = members.get(leader);
    if (known === undefined) members.set(leader, [node]);
    else known.push(node);
  }
  return [...members].map(([leader, nodes]) => kernelWork(graph, analysis, leader, nodes));
}
