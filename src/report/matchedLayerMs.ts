import type { Analysis } from '../shared/report/analysis';
import type { MatchedTimes } from '../shared/report/comparedFile';
import type { Profile } from '../shared/report/latency';
import { summarizeLayers } from '../shared/report/layerSummary';
import { matchedMs } from '../shared/report/matchedMs';
import type { ReportVariant } from './reportVariant';

/** Times of a model's layers as profiled, and of what they became in a variant, by anchor node; what the variant has no time of is in `before` alone. */
export function matchedLayerMs(analysis: Analysis, profile: Profile, { nodeMs }: MatchedTimes): NonNullable<ReportVariant['layerMs']> {
  const layers = summarizeLayers(analysis, profile);
  const after = layers.flatMap(({ anchor, nodes }): (readonly [number, number])[] => {
    const ms = matchedMs(nodeMs, nodes);
    return ms === undefined ? [] : [[anchor, ms]];
  });
  return { before: new Map(layers.map(({ anchor, latencyMs = NaN }) => [anchor, latencyMs])), after: new Map(after) };
}
