import { formatShare } from '../../../shared/base/formatNumber';
import { groupBy } from '../../../shared/base/groupBy';
import { nodeLabel } from '../../../shared/graph/nodeLabel';
import { countStart } from '../countText';
import { expectedRatioText, expectedSaving, latencyGain, ratioSources, type ChangedLayers } from '../expectedGain';
import type { LinearWork } from '../linearWork';
import { MEASURED_RATIOS, SAVED_WITH_A_STEP } from '../measuredRatiosTable';
import type { ModelEvidence } from '../modelEvidence';
import { ABSENT, proposed, type Finding, type SuggestionRule } from '../rule';
import { withEnoughWork } from '../tinyModel';

const WIDE_BLOCK = 16;
const NARROW_BLOCK = 8;
/** The blocked layout takes input channels in fours (onnxruntime, nchwc_transformer.cc, channel_alignment). */
const ALIGNMENT = 4;
const LEAST_SHARE = 0.05;
const LEAST_WASTE = 0.1;

/** Two-dimensional convolutions, the only ones with a blocked layout, whose channels do not fit the blocks that kernels work on. */
export const channelGridRule: SuggestionRule = { id: 'channel-grid', check };

function check(evidence: ModelEvidence): Finding {
  const convolutions = withEnoughWork(evidence.weighted.filter(({ op, weight }) => op === 'Conv' && weight?.dims.length === 4));
  const block = evidence.isa.includes('avx512f') ? WIDE_BLOCK : NARROW_BLOCK;
  const outside = convolutions.filter(work => isOutsideLayout(work, block));
  if (outside.length > 0 && evidence.shareOf(outside.map(({ node }) => node)) >= LEAST_SHARE) return proposeAlignment(evidence, outside);
  const partly = convolutions.filter(work => wasteOf(work, block) > 0);
  const wasted = partly.reduce((sum, work) => sum + evidence.shareOf([work.node]) * wasteOf(work, block), 0);
  return wasted < LEAST_WASTE ? ABSENT : proposeWidths(evidence, partly, block, wasted);
}

/** Not in fours: the convolution and its neighbours fall back to the plain layout. */
function isOutsideLayout({ groups, inputChannels, outputChannels }: LinearWork, block: number): boolean {
  return groups === 1 ? inputChannels >= block && inputChannels % ALIGNMENT !== 0 : outputChannels % ALIGNMENT !== 0;
}

/** Those of which the layout takes four at a time. */
function alignedChannels({ groups, inputChannels, outputChannels }: LinearWork): number {
  return groups === 1 ? inputChannels : outputChannels;
}

/** Share of a kernel's work that is on output channels that do not exist. */
function wasteOf({ groups, outputChannels }: LinearWork, block: number): number {
  return groups > 1 ? 0 : 1 - outputChannels / stepAbove(outputChannels, block);
}

function stepAbove(channels: number, block: number): number {
  return Math.ceil(channels / block) * block;
}

/** 0 where there is none. */
function stepBelow(channels: number, block: number): number {
  return Math.floor(channels / block) * block;
}

function proposeAlignment(evidence: ModelEvidence, outside: readonly LinearWork[]): Finding {
  const layers = outside.map(({ node }) => node);
  const changes = [{ nodes: layers, ratio: MEASURED_RATIOS.alignedConvolution }];
  return proposed({
    title: `Bring ${layers.length === 1 ? 'one convolution' : `${String(layers.length)} convolutions`} to multiples of four channels`,
    layers,
    promise: 'close',
    expectedSaving: expectedSaving(evidence, changes),
    gain: latencyGain(evidence, changes),
    why: `${countStart(layers.length, 'convolution')} with ${formatShare(evidence.shareOf(layers))} of the ${evidence.shareWord} and channels that are no multiple of four, which the blocked layout does not take. ${nextWidths(evidence, outside, ALIGNMENT, alignedChannels)}${withoutTimes(evidence, changes)}.`,
    details: `Widen them with channels of zeros, or choose multiples of 16 when training or pruning. ${ratioSources(changes)}`,
  });
}

function proposeWidths(evidence: ModelEvidence, partly: readonly LinearWork[], block: number, wasted: number): Finding {
  const changes = narrowed(partly, block);
  return proposed({
    title: `Choose widths in steps of ${String(block)}`,
    layers: partly.map(({ node }) => node),
    promise: 'lossy',
    expectedSaving: expectedSaving(evidence, changes),
    gain: changes.length === 0 ? undefined : latencyGain(evidence, changes),
    why: `About ${formatShare(wasted, 0)} of the ${evidence.shareWord} goes to channels that do not exist: ${kernelsText(evidence, block)} at once${block === WIDE_BLOCK ? ' (AVX-512)' : ''}. ${nextWidths(evidence, partly, block, ({ outputChannels }) => outputChannels)}${changes.length === 0 ? '' : withoutTimes(evidence, changes)}.`,
    details: `The wider one takes as long as it does now; the gain is that of the narrower. It has to be chosen before training, or by pruning.${changes.length === 0 ? '' : ` ${ratioSources(changes)}`}`,
  });
}

/** Where nothing is known of the processor, the least that a kernel takes. */
function kernelsText({ isa }: ModelEvidence, block: number): string {
  return isa.length === 0
    ? `kernels compute at least ${String(block)} output channels`
    : `this processor computes ${String(block)} output channels`;
}

/** Layers that have a step below them, and what going down to it saves; layers of the same width change together. */
function narrowed(partly: readonly LinearWork[], block: number): readonly ChangedLayers[] {
  const byWidth = groupBy(
    partly.filter(({ outputChannels }) => outputChannels > block),
    ({ outputChannels }) => outputChannels,
  );
  return [...byWidth].map(([channels, works]) => {
    const gone = 1 - stepBelow(channels, block) / stepAbove(channels, block);
    const { low, high, source } = SAVED_WITH_A_STEP;
    return { nodes: works.map(({ node }) => node), ratio: { low: 1 - high * gone, high: 1 - low * gone, source } };
  });
}

const MOST_NAMED = 4;

/** The layers that waste most, each with the numbers of channels beside its own. */
function nextWidths(evidence: ModelEvidence, works: readonly LinearWork[], step: number, channelsOf: (work: LinearWork) => number): string {
  const wasteIn = (work: LinearWork): number => evidence.shareOf([work.node]) * (1 - channelsOf(work) / stepAbove(channelsOf(work), step));
  const worst = [...works].sort((a, b) => wasteIn(b) - wasteIn(a));
  const named = worst.slice(0, MOST_NAMED).map(work => {
    const [channels, below] = [channelsOf(work), stepBelow(channelsOf(work), step)];
    const beside = `${String(stepAbove(channels, step))}${below === 0 ? '' : ` or ${String(below)}`}`;
    return `“${nodeLabel(evidence.graph, work.node)}” ${String(channels)} → ${beside}`;
  });
  const more = worst.length - named.length;
  return `Next channel counts: ${named.join(', ')}${more === 0 ? '' : ` and ${String(more)} more layers`}`;
}

/** What to expect where nothing was measured or predicted. */
function withoutTimes(evidence: ModelEvidence, changes: readonly ChangedLayers[]): string {
  return evidence.times === undefined ? `; about ${expectedRatioText(evidence, changes)}` : '';
}
