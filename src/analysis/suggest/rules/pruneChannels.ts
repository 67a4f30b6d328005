import { formatShare } from '../../../shared/base/formatNumber';
import type { Gain } from '../../../shared/report/suggestion';
import type { LinearWork } from '../linearWork';
import { MEASURED_RATIOS } from '../measuredRatiosTable';
import type { ModelEvidence } from '../modelEvidence';
import { CHANNEL_GRID, findPrunableChains, layerSharesLeft, type PrunableChain } from '../prunableChains';
import { declined, proposed, type Finding, type SuggestionRule } from '../rule';
import { SMALLEST_PAYING_MACS, workText } from '../tinyModel';
import { control } from '../../../shared/base/control';

const TITLE = 'Prune channels';
/** Shares of channels kept between which eight networks ended up when 98 % of results had to stay: with 6 to 76 % of their MACs. */
const SMALLEST_KEPT = 0.25;
const LARGEST_KEPT = 0.875;
/** What a model is judged by before it is offered: half of the channels. */
const JUDGED_KEPT = 0.5;
/** A pruning that cannot take out this share of the work is not worth offering. */
const SMALLEST_CUT = 0.1;

/** Whole channels out of layers whose readers can follow: the model truly computes less. */
export const pruneChannelsRule: SuggestionRule = { id: 'prune-channels', check };

function check(evidence: ModelEvidence): Finding {
  const chains = findPrunableChains(evidence.graph, evidence.analysis, evidence.weighted);
  if (chains.length === 0) return declined(TITLE, whyNone(evidence));
  if (evidence.totalMacs < SMALLEST_PAYING_MACS)
    return declined(TITLE, `${workText(evidence, evidence.linear)} take no time worth saving: starting the kernels takes longer.`);
  const cut = 1 - shareLeft(evidence, chains, JUDGED_KEPT);
  if (cut < SMALLEST_CUT)
    return declined(
      TITLE,
      `Layers that can lose channels on their own are few: half of their channels are ${formatShare(cut)} of the ${evidence.shareWord}.`,
    );
  return offer(evidence, chains);
}

function offer(evidence: ModelEvidence, chains: readonly PrunableChain[]): Finding {
  const low = shareLeft(evidence, chains, SMALLEST_KEPT);
  const high = Math.max(low, shareLeft(evidence, chains, LARGEST_KEPT));
  const layers = chains.length === 1 ? 'One layer has' : `${String(chains.length)} layers have`;
  const range = `${(low * 100).toFixed(0)}–${formatShare(high, 0)} of the ${evidence.shareWord}`;
  const needs =
    evidence.data === 'none'
      ? ` How far it can go is found on sample inputs${control(' (--data)', '')}; with random input that means nothing.`
      : '';
  return proposed({
    title: `Prune channels of ${chains.length === 1 ? 'one layer' : `${String(chains.length)} layers`}`,
    layers: chains.map(({ producer }) => producer),
    pass: { id: 'prune-channels', parameters: {} },
    promise: 'lossy',
    expectedSaving: 1 - (low + high) / 2,
    gain: latencyGain(evidence, chains) ?? weightGain(evidence, chains),
    why: `${layers} channels that only linear layers read: with 25–88 % of them ${range} would be left.`,
    details: `Widths stay on the grid of ${String(CHANNEL_GRID)}, since kernels work on so many channels at once.${needs} The range of time per MAC was seen on ${MEASURED_RATIOS.prunedTimePerMac.source}.`,
  });
}

/** Share of the model's time (or MACs) that is left when the chains keep `kept` of their channels. */
function shareLeft(evidence: ModelEvidence, chains: readonly PrunableChain[], kept: number): number {
  return changedWork(evidence, chains, kept).reduce((rest, [work, left]) => rest - evidence.shareOf([work.node]) * (1 - left), 1);
}

function changedWork(evidence: ModelEvidence, chains: readonly PrunableChain[], kept: number): readonly (readonly [LinearWork, number])[] {
  const left = layerSharesLeft(chains, kept);
  return evidence.linear.flatMap(work => {
    const share = left.get(work.node);
    return share === undefined ? [] : [[work, share] as const];
  });
}

function latencyGain(evidence: ModelEvidence, chains: readonly PrunableChain[]): Gain | undefined {
  if (evidence.times === undefined) return undefined;
  const before = evidence.times.modelMs;
  const { prunedTimePerMac } = MEASURED_RATIOS;
  const after = (kept: number, factor: number): number =>
    changedWork(evidence, chains, kept).reduce(
      (rest, [work, left]) => rest - evidence.latencyMsOf([work.node]) * Math.max(0, 1 - left * factor),
      before,
    );
  const from = `from the ${evidence.times.kind} time of ${String(changedWork(evidence, chains, 1).length)} layers`;
  const [low, high] = [after(SMALLEST_KEPT, prunedTimePerMac.low), after(LARGEST_KEPT, prunedTimePerMac.high)];
  return { metric: 'latencyMs', before, low: Math.max(0, low), high: Math.max(low, Math.min(before, high)), basis: 'estimated', from };
}

function weightGain(evidence: ModelEvidence, chains: readonly PrunableChain[]): Gain {
  const before = evidence.analysis.totals.weightBytes;
  const after = (kept: number): number =>
    changedWork(evidence, chains, kept).reduce((rest, [work, left]) => rest - weightBytes(work) * (1 - left), before);
  const from = `from the shapes of ${String(changedWork(evidence, chains, 1).length)} weights`;
  return {
    metric: 'weightBytes',
    before,
    low: Math.max(0, after(SMALLEST_KEPT)),
    high: Math.max(0, after(LARGEST_KEPT)),
    basis: 'estimated',
    from,
  };
}

function weightBytes({ weight }: LinearWork): number {
  return 4 * (weight?.dims.reduce((product, dim) => product * dim, 1) ?? 0);
}

function whyNone({ weighted }: ModelEvidence): string {
  if (weighted.length === 0) return 'It has no layers with float32 weights.';
  return 'The channels of every layer are narrow already, reach an output, or are joined with others (residual additions, concatenations, attention).';
}
