import type { NodeId } from '../../shared/graph/graph';
import type { Profile } from '../../shared/report/latency';

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

/** Times of kernels, each shared by the nodes that it covers: by MACs where it has any, else evenly. */
export function measuredTimes(profile: Profile, macsOf: (node: NodeId) => number, nodeCount: number): LayerTimes {
  const nodeMs = new Float64Array(nodeCount);
  for (const { covers, medianMs } of profile.kernels) {
    const macs = covers.reduce((sum, node) => sum + macsOf(node), 0);
    for (const node of covers) {
      if (node < nodeCount) nodeMs[node]! += medianMs * (macs > 0 ? macsOf(node) / macs : 1 / covers.length);
    }
  }
  const kernelsMs = profile.kernels.reduce((sum, { medianMs }) => sum + medianMs, 0);
  return { kind: 'measured', modelMs: profile.latency.medianMs, kernelsMs, nodeMs };
}

/** Times that a roofline predicts per node; unknown ones (NaN) count as nothing. `undefined` when it knows no node's. */
export function predictedTimes(predictedMs: Float64Array | undefined): LayerTimes | undefined {
  const nodeMs = predictedMs?.map(latencyMs => (latencyMs > 0 ? latencyMs : 0)) ?? new Float64Array(0);
  const kernelsMs = nodeMs.reduce((sum, latencyMs) => sum + latencyMs, 0);
  return kernelsMs === 0 ? undefined : { kind: 'predicted', modelMs: kernelsMs, kernelsMs, nodeMs };
}
