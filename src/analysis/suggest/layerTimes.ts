import type { NodeId } from '../../shared/graph/graph';
import type { Profile } from '../../shared/report/latency';
import type { ModelPrediction } from '../roofline/predictModel';

/** Where a model's time goes, by node of the main graph. */
export interface LayerTimes {
  /** `measured` by a profile, or `predicted` from the machine's roofs. */
  readonly kind: 'measured' | 'predicted';
  /** Of the whole model, what is between kernels included. */
  readonly modelMs: number;
  /** Sum over all kernels. */
  readonly kernelsMs: number;
  /** Per node; 0 for nodes that take no time of their own. */
  readonly nodeMs: Float64Array;
}

/** A kernel's time and the nodes whose work it does. */
interface KernelTime {
  readonly nodes: readonly NodeId[];
  readonly latencyMs: number;
}

/** Times that a profile measured. */
export function measuredTimes({ kernels, latency }: Profile, macsOf: (node: NodeId) => number, nodeCount: number): LayerTimes {
  const times = kernels.map(({ covers, medianMs }) => ({ nodes: covers, latencyMs: medianMs }));
  return { kind: 'measured', modelMs: latency.medianMs, ...sharedOut(times, macsOf, nodeCount) };
}

/** Times that a roofline predicts; `undefined` while sizes are open. */
export function predictedTimes(
  { kernels, predictedMs }: ModelPrediction,
  macsOf: (node: NodeId) => number,
  nodeCount: number,
): LayerTimes | undefined {
  if (!(predictedMs > 0)) return undefined;
  const times = kernels.map(({ work, predictedMs: latencyMs }) => ({ nodes: work.members, latencyMs }));
  return { kind: 'predicted', modelMs: predictedMs, ...sharedOut(times, macsOf, nodeCount) };
}

/** The time of a kernel is shared by the nodes that it covers: by MACs where it has any, else evenly. */
function sharedOut(
  kernels: readonly KernelTime[],
  macsOf: (node: NodeId) => number,
  nodeCount: number,
): Pick<LayerTimes, 'kernelsMs' | 'nodeMs'> {
  const nodeMs = new Float64Array(nodeCount);
  for (const { nodes, latencyMs } of kernels) {
    const macs = nodes.reduce((sum, node) => sum + macsOf(node), 0);
    for (const node of nodes) if (node < nodeCount) nodeMs[node]! += latencyMs * (macs > 0 ? macsOf(node) / macs : 1 / nodes.length);
  }
  return { nodeMs, kernelsMs: kernels.reduce((sum, { latencyMs }) => sum + latencyMs, 0) };
}
