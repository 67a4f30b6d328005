import { placeKernel } from '../../analysis/roofline/placeKernel';
import { predictModel } from '../../analysis/roofline/predictModel';
import { formatDuration, formatShare } from '../../shared/base/formatNumber';
import type { Graph, NodeId } from '../../shared/graph/graph';
import type { Analysis } from '../../shared/report/analysis';
import type { Profile } from '../../shared/report/latency';
import type { RoofSource } from '../../shared/report/machine';

/** By anchor: `41 % of memory`, `130 % of memory, cached` where it was measured, else the estimated range with the bound. */
export function rooflineTexts(
  graph: Graph,
  analysis: Analysis,
  profile: Profile | undefined,
  source: RoofSource,
): ReadonlyMap<NodeId, string> {
  return profile === undefined ? predictedTexts(graph, analysis, source) : measuredTexts(graph, analysis, profile, source);
}

function measuredTexts(graph: Graph, analysis: Analysis, profile: Profile, source: RoofSource): ReadonlyMap<NodeId, string> {
  const texts = new Map<NodeId, string>();
  for (const kernel of profile.kernels) {
    const placement = placeKernel(graph, analysis, kernel, source.roofs);
    if (placement === undefined || kernel.anchor === undefined || texts.has(kernel.anchor)) continue;
    const above = placement.note === undefined ? '' : placement.bound === 'memory' ? ', cached' : ', above';
    texts.set(kernel.anchor, `${formatShare(placement.ofLimit, 0)} of ${placement.bound}${above}`);
  }
  return texts;
}

function predictedTexts(graph: Graph, analysis: Analysis, source: RoofSource): ReadonlyMap<NodeId, string> {
  const { low, high } = source.uncertainty;
  const texts = new Map<NodeId, string>();
  for (const { work, limit, predictedMs } of predictModel(graph, analysis, source).kernels) {
    if (limit === undefined || Number.isNaN(predictedMs)) continue;
    texts.set(work.leader, `${formatDuration(predictedMs * low)} – ${formatDuration(predictedMs * high)} ${limit.bound}`);
  }
  return texts;
}
