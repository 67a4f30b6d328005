import type { Analysis } from '../shared/report/analysis';
import type { MatchedTimes } from '../shared/report/comparedFile';
import type { Profile } from '../shared/report/latency';
import { summarizeLayers } from '../shared/report/layerSummary';
import type { ReportVariant } from './reportVariant';

/** Times of a model's layers as profiled, and of what they became in a variant, by anchor node; what the variant has no time of is in `before` alone. */
export function matchedLayerMs(analysis: Analysis, profile: Profile, { nodeMs }: MatchedTimes): NonNullable<ReportVariant['layerMs']> {
  const layers = summarizeLayers(analysis, profile);
  const after = layers.flatMap(({ anchor, nodes }): (readonly [number, number])[] => {
    const times = nodes.map(node => nodeMs[node] ?? NaN).filter(time => !Number.isNaN(time));
    return times.length === 0 ? [] : [[anchor, times.reduce((sum, time) => sum + time, 0)]];
  });
  return { before: new Map(layers.map(({ anchor, latencyMs = NaN }) => [anchor, latencyMs])), after: new Map(after) };
}
