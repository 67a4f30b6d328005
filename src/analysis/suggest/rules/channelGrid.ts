import { formatShare } from '../../../shared/base/formatNumber';
import { countStart } from '../countText';
import { expectedSaving, latencyGain, ratioSources } from '../expectedGain';
import type { LinearWork } from '../linearWork';
import { MEASURED_RATIOS } from '../measuredRatiosTable';
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
  const outside = convolutions.filter(work => isOutsideLayout(work, block)).map(({ node }) => node);
  if (outside.length > 0 && evidence.shareOf(outside) >= LEAST_SHARE) return proposeAlignment(evidence, outside);
  const partly = convolutions.filter(work => wasteOf(work, block) > 0);
  const wasted = partly.reduce((sum, work) => sum + evidence.shareOf([work.node]) * wasteOf(work, block), 0);
  return wasted < LEAST_WASTE ? ABSENT : proposeWidths(evidence, partly, block, wasted);
}

/** Not in fours: the convolution and its neighbours fall back to the plain layout. */
function isOutsideLayout({ groups, inputChannels, outputChannels }: LinearWork, block: number): boolean {
  return groups === 1 ? inputChannels >= block && inputChannels % ALIGNMENT !== 0 : outputChannels % ALIGNMENT !== 0;
}

/** Share of a kernel's work that is on output channels that do not exist. */
function wasteOf({ groups, outputChannels }: LinearWork, block: number): number {
  return groups > 1 ? 0 : 1 - outputChannels / (Math.ceil(outputChannels / block) * block);
}

function proposeAlignment(evidence: ModelEvidence, layers: readonly number[]): Finding {
  const changes = [{ nodes: layers, ratio: MEASURED_RATIOS.alignedConvolution }];
  return proposed({
    title: `Bring ${layers.length === 1 ? 'one convolution' : `${String(layers.length)} convolutions`} to multiples of four channels`,
    layers,
    promise: 'close',
    expectedSaving: expectedSaving(evidence, changes),
    gain: latencyGain(evidence, changes),
    why: `${countStart(layers.length, 'convolution')} with ${formatShare(evidence.shareOf(layers))} of the ${evidence.shareWord} and channels that are no multiple of four, which the blocked layout does not take.`,
    details: `Widen them with channels of zeros, or choose multiples of 16 when training or pruning. ${ratioSources(changes)}`,
  });
}

function proposeWidths(evidence: ModelEvidence, partly: readonly LinearWork[], block: number, wasted: number): Finding {
  const widths = [...new Set(partly.map(({ outputChannels }) => outputChannels))].sort((a, b) => a - b).slice(0, 4);
  return proposed({
    title: `Choose widths in steps of ${String(block)}`,
    layers: partly.map(({ node }) => node),
    promise: 'lossy',
    expectedSaving: 0,
    gain: undefined,
    why: `About ${formatShare(wasted, 0)} of the ${evidence.shareWord} goes to channels that do not exist: kernels compute ${String(block)} at once (widths ${widths.join(', ')}).`,
    details:
      'Wider layers up to the next step cost nothing more, and narrower ones down to it save a whole step. It has to be chosen before training, or by pruning.',
  });
}
