import { formatShare } from '../../../shared/base/formatNumber';
import { countStart } from '../countText';
import type { LinearWork } from '../linearWork';
import { MEASURED_RATIOS } from '../measuredRatiosTable';
import type { ModelEvidence } from '../modelEvidence';
import { ABSENT, proposed, type Finding, type SuggestionRule } from '../rule';
import { SMALLEST_PAYING_MACS } from '../tinyModel';

/** Fewer channels than a vector register is long, on both sides. */
const MOST_CHANNELS = 16;
const LEAST_SHARE = 0.2;

/** One input at a time through convolutions with hardly any channels: starting kernels weighs as much as the work. */
export const tinyConvolutionsRule: SuggestionRule = { id: 'tiny-convolutions', check };

function check(evidence: ModelEvidence): Finding {
  const layers = evidence.weighted.filter(work => isTiny(evidence, work)).map(({ node }) => node);
  const share = evidence.shareOf(layers);
  if (layers.length === 0 || share < LEAST_SHARE || evidence.totalMacs < SMALLEST_PAYING_MACS) return ABSENT;
  const { low, high, source } = MEASURED_RATIOS.batchedTinyConvolution;
  return proposed({
    title: 'Run several inputs at once',
    layers,
    promise: 'exact',
    expectedSaving: share * (1 - (low + high) / 2),
    gain: undefined,
    why: `${countStart(layers.length, 'convolution')} of at most ${String(MOST_CHANNELS)} channels with ${formatShare(share, 0)} of the ${evidence.shareWord} run on a batch of one.`,
    details: `In batches of 8 such layers took ${String(low)}–${String(high)}× the time per input (${source}). It only helps where inputs can wait for each other.`,
  });
}

function isTiny(
  { analysis, graph }: ModelEvidence,
  { node, op, groups, inputChannels, outputChannels, kernelElements }: LinearWork,
): boolean {
  if (op !== 'Conv' || groups > 1 || kernelElements === 1) return false;
  const input = graph.nodes.inputs[graph.nodes.inputStart[node] ?? 0] ?? -1;
  const batch = analysis.tensors[input]?.shape?.[0];
  return batch === 1 && inputChannels <= MOST_CHANNELS && outputChannels <= MOST_CHANNELS;
}
