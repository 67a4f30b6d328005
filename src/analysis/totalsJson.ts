import type { Totals } from '../shared/report/analysis';

/** The contract's `totals`: what is not known is null. */
export function totalsJson(totals: Totals): Readonly<Record<string, unknown>> {
  return {
    nodes: totals.nodes,
    macs: totals.macs ?? null,
    flops: totals.flops ?? null,
    params: totals.params,
    constantParams: totals.constantParams,
    quantizedParams: totals.quantizedParams,
    batchNormStats: totals.batchNormStats,
    weightBytes: totals.weightBytes,
    activationBytes: totals.activationBytes ?? null,
    peakActivationBytes: totals.peakActivationBytes ?? null,
    plannedPeakBytes: totals.plannedPeakBytes ?? null,
    unknownNodes: totals.unknownNodes,
    subgraphs: { macs: totals.subgraphs.macs ?? null, params: totals.subgraphs.params },
  };
}
