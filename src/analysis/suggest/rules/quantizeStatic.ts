import { formatShare } from '../../../shared/base/formatNumber';
import { expectedRatioText, expectedSaving, int8WeightGain, latencyGain, ratioSources } from '../expectedGain';
import { integerWarning } from '../integerKernels';
import { changesByRatio, FEWEST_PRODUCTS, paysInIntegers, staticRatio } from '../integerRatios';
import { carriedConvolutions } from '../carriedConvolutions';
import { countText } from '../countText';
import type { LinearWork } from '../linearWork';
import { MEASURED_AGAINST } from '../measuredRatiosTable';
import type { ModelEvidence } from '../modelEvidence';
import { declined, proposed, type Finding, type SuggestionRule } from '../rule';
import { tooSmallText, withEnoughWork, workText } from '../tinyModel';
import { isTransformer } from '../transformer';
import { control } from '../../../shared/base/control';

const TITLE = 'Quantize to INT8 (static)';
/** Below this share of the model a change is not worth its risk. */
const SMALLEST_SHARE = 0.15;

/** Convolutions and matrix products of a CNN or MLP in 8-bit integers, with ranges from calibration data. */
export const quantizeStaticRule: SuggestionRule = { id: 'quantize-static', check };

function check(evidence: ModelEvidence): Finding {
  const candidates = evidence.weighted.filter(paysInIntegers);
  if (evidence.weighted.length === 0) return declined(TITLE, whyNothing(evidence));
  if (isTransformer(evidence)) {
    const instead = `on vision transformers it took ${MEASURED_AGAINST.staticTransformer} the time of float32. Dynamic INT8 keeps attention in float32`;
    return declined(TITLE, `Most of the work is matrix products around attention, where fixed ranges add conversions: ${instead}.`);
  }
  const paying = withEnoughWork(candidates);
  if (paying.length === 0) return declined(TITLE, whySmall(evidence, candidates));
  const share = evidence.shareOf(paying.map(({ node }) => node));
  if (share < SMALLEST_SHARE)
    return declined(
      TITLE,
      `Layers that gain are ${formatShare(share)} of the ${evidence.shareWord}; the others are depthwise, tiny or no convolutions.`,
    );
  return offer(evidence, candidates);
}

/** The pass changes all candidates, small ones too, so the gain is theirs. */
function offer(evidence: ModelEvidence, candidates: readonly LinearWork[]): Finding {
  const known = new Set(candidates);
  const small = evidence.weighted.filter(work => work.op === 'Conv' && !known.has(work));
  const carried = carriedConvolutions(evidence.graph, evidence.linear, candidates, small);
  const changes = changesByRatio([...carried, ...candidates], staticRatio, evidence.isa);
  const layers = [...candidates, ...carried].map(({ node }) => node).sort((a, b) => a - b);
  const named = layers.length === 1 ? 'One layer' : `${String(layers.length)} layers`;
  const expectation = evidence.times === undefined ? `, about ${expectedRatioText(evidence, changes)}` : '';
  const details = [
    dataNote(evidence),
    carriedText(carried),
    skippedText(evidence, [...candidates, ...carried]),
    integerWarning(evidence.isa),
    ratioSources(changes),
  ];
  return proposed({
    title: `Quantize ${String(layers.length)} ${layers.length === 1 ? 'layer' : 'layers'} to INT8 (static)`,
    layers,
    pass: { id: 'quantize-static', parameters: {} },
    promise: 'lossy',
    expectedSaving: expectedSaving(evidence, changes),
    gain: latencyGain(evidence, changes) ?? int8WeightGain(evidence, [...candidates, ...carried]),
    why: `${named} with ${formatShare(evidence.shareOf(layers), 0)} of the ${evidence.shareWord} can run as INT8 kernels${expectation}.`,
    details: details.filter(part => part !== undefined).join(' '),
  });
}

/** Small layers that change because their neighbours do. */
function carriedText(carried: readonly LinearWork[]): string | undefined {
  if (carried.length === 0) return undefined;
  const [are, follow] = carried.length === 1 ? ['is', 'follows'] : ['are', 'follow'];
  return `${countText(carried.length, 'depthwise or small convolution')} among them ${are} slower in integers alone and ${follow} the layers around, which saves conversions.`;
}

/** Layers that integers would slow down, or not speed up. */
function skippedText({ weighted }: ModelEvidence, candidates: readonly LinearWork[]): string | undefined {
  const known = new Set(candidates);
  const skipped = weighted.filter(work => !known.has(work));
  const grouped = skipped.filter(({ groups }) => groups > 1).length;
  const shallow = skipped.length - grouped;
  const parts = [
    ...(grouped > 0
      ? [`${countText(grouped, 'depthwise or grouped convolution')} (INT8 took ${MEASURED_AGAINST.depthwise} the time)`]
      : []),
    ...(shallow > 0 ? [`${countText(shallow, 'convolution')} with fewer than ${String(FEWEST_PRODUCTS)} products per output`] : []),
  ];
  return parts.length === 0 ? undefined : `Nothing to gain from ${parts.join(' and ')}.`;
}

function dataNote({ data }: ModelEvidence): string | undefined {
  return data === 'none'
    ? `It needs sample inputs for the value ranges${control(' (--data)', '')}; with random input neither ranges nor accuracy mean anything.`
    : undefined;
}

function whyNothing(evidence: ModelEvidence): string {
  return quantizedCount(evidence) > 0
    ? 'Its weights are not float32: it is quantized or in half precision already.'
    : 'It has no Conv, Gemm or MatMul with a constant weight.';
}

/** Layers whose weights are not plain float32. */
function quantizedCount({ linear, weighted }: ModelEvidence): number {
  return linear.filter(({ weight }) => weight !== undefined).length - weighted.length;
}

function whySmall(evidence: ModelEvidence, candidates: readonly LinearWork[]): string {
  if (candidates.length === 0) {
    const quantized = quantizedCount(evidence);
    const which =
      quantized === 0 ? 'All' : `${countText(quantized, 'layer')} ${quantized === 1 ? 'is' : 'are'} quantized already; all other`;
    return `${which} convolutions are depthwise or read fewer than four channels: INT8 makes such layers slower.`;
  }
  return `INT8 costs more than it saves on ${workText(evidence, candidates)}: ${tooSmallText()}.`;
}
