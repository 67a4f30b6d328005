import { placeKernel } from '../../analysis/roofline/placeKernel';
import type { ModelPrediction } from '../../analysis/roofline/predictModel';
import { formatDuration, formatShare } from '../../shared/base/formatNumber';
import type { Graph, NodeId } from '../../shared/graph/graph';
import type { Analysis } from '../../shared/report/analysis';
import type { Profile } from '../../shared/report/latency';
import type { RoofSource } from '../../shared/report/machine';

/** By anchor: `41 % of memory`, or `130 % of memory, cached`. */
export function measuredTexts(graph: Graph, analysis: Analysis, profile: Profile, source: RoofSource): ReadonlyMap<NodeId, string> {
  const texts = new Map<NodeId, string>();
  for (const kernel of profile.kernels) {
    const placement = placeKernel(graph, analysis, kernel, source.roofs);
    if (placement === undefined || kernel.anchor === undefined || texts.has(kernel.anchor)) continue;
    const above = placement.note === undefined ? '' : placement.bound === 'memory' ? ', cached' : ', above';
    texts.set(kernel.anchor, `${formatShare(placement.ofLimit, 0)} of ${placement.bound}${above}`);
  }
  return texts;
}

/** By leading node of each expected kernel: the range of its time, and what bounds it. */
export function predictedTexts({ source, kernels }: ModelPrediction): ReadonlyMap<NodeId, string> {
  const { low, high } = source.uncertainty;
  const texts = new Map<NodeId, string>();
  for (const { work, limit, predictedMs } of kernels) {
    if (limit === undefined || Number.isNaN(predictedMs)) continue;
    texts.set(work.leader, `${formatDuration(predictedMs * low)} – ${formatDuration(predictedMs * high)} ${limit.bound}`);
  }
  return texts;
}
