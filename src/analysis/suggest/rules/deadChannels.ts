import { formatShare } from '../../../shared/base/formatNumber';
import { countText } from '../countText';
import { latencyGain } from '../expectedGain';
import { MEASURED_RATIOS } from '../measuredRatiosTable';
import type { ModelEvidence } from '../modelEvidence';
import { CHANNEL_GRID, findPrunableChains, type PrunableChain } from '../prunableChains';
import { ABSENT, declined, proposed, type Finding, type SuggestionRule } from '../rule';

/** Below this share of the MACs it is not worth a new file. */
const LEAST_CUT = 0.02;
const TITLE = 'Remove channels that add nothing';

/** Channels whose weights are zero, or equal to another channel's. */
export const deadChannelsRule: SuggestionRule = { id: 'dead-channels', check };

function check(evidence: ModelEvidence): Finding {
  const { idle, skippedLayers } = evidence.weights;
  if (idle.size === 0) return ABSENT;
  const dead = [...idle.values()].reduce((sum, channels) => sum + channels.dead, 0);
  const duplicate = [...idle.values()].reduce((sum, channels) => sum + channels.duplicate, 0);
  const parts = [...(dead > 0 ? [`${String(dead)} dead`] : []), ...(duplicate > 0 ? [`${String(duplicate)} duplicate`] : [])];
  const counted = `${parts.join(' and ')} output ${dead + duplicate === 1 ? 'channel' : 'channels'} in ${countText(idle.size, 'layer')}`;
  const removable = removableChains(evidence);
  if (removable.length === 0)
    return declined(
      TITLE,
      `${counted}: too few per layer to fill a step of ${String(CHANNEL_GRID)}, or joined with channels that are used.`,
    );
  return offer(evidence, removable, counted, skippedLayers);
}

interface Removal {
  readonly chain: PrunableChain;
  /** Channels left, on the grid. */
  readonly kept: number;
}

/** Chains in which idle channels fill at least one step of the grid. */
function removableChains(evidence: ModelEvidence): readonly Removal[] {
  return findPrunableChains(evidence.graph, evidence.analysis, evidence.weighted).flatMap(chain => {
    const found = evidence.weights.idle.get(chain.producer);
    const used = chain.width - (found === undefined ? 0 : found.dead + found.duplicate);
    const kept = Math.max(CHANNEL_GRID, Math.ceil(used / CHANNEL_GRID) * CHANNEL_GRID);
    return kept < chain.width ? [{ chain, kept }] : [];
  });
}

function offer(evidence: ModelEvidence, removals: readonly Removal[], counted: string, skippedLayers: number): Finding {
  const left = new Map<number, number>();
  for (const { chain, kept } of removals)
    for (const node of [chain.producer, ...chain.readers]) left.set(node, ((left.get(node) ?? 1) * kept) / chain.width);
  const saved = [...left].reduce((sum, [node, share]) => sum + evidence.macsOf([node]) * (1 - share), 0);
  if (saved < LEAST_CUT * evidence.totalMacs)
    return declined(TITLE, `${counted}, with less than ${formatShare(LEAST_CUT, 0)} of the MACs.`);
  const macs = Math.min(0.99, Math.ceil((1 - saved / Math.max(1, evidence.totalMacs)) * 100) / 100);
  const changes = [...left].map(([node, share]) => ({ nodes: [node], ratio: ratioOf(share) }));
  const unseen = skippedLayers > 0 ? ` ${countText(skippedLayers, 'layer')} too large to be looked at here.` : '';
  return proposed({
    title: TITLE,
    layers: removals.map(({ chain }) => chain.producer),
    pass: { id: 'prune-channels', parameters: { macs } },
    promise: 'lossy',
    expectedSaving: [...left].reduce((sum, [node, share]) => sum + evidence.shareOf([node]) * (1 - share), 0),
    gain: latencyGain(evidence, changes),
    why: `${counted}; without them ${String(Math.round(macs * 100))} % of the MACs are left.`,
    details: `Pruning takes the least important channels first, and these have no importance.${unseen}`,
  });
}

function ratioOf(share: number): { readonly low: number; readonly high: number; readonly source: string } {
  const { low, high, source } = MEASURED_RATIOS.prunedTimePerMac;
  return { low: share * low, high: Math.min(1, share * high), source };
}
