import * as l10n from '@vscode/l10n';
import { formatCount, formatInterval } from '../../../src/shared/base/formatNumber';
import { formatWhole } from '../../../src/shared/base/numberLanguage';
import type { ModelState } from '../../../src/shared/protocol/hostWebview';
import { agreementOnData } from '../../../src/shared/report/agreementOnData';
import type { PassCall } from '../../../src/shared/report/jobRequest';
import type { OptimizeResult } from '../../../src/shared/report/optimizeResult';
import type { Suggestion } from '../../../src/shared/report/suggestion';
import type { Variant } from '../../../src/shared/report/variant';
import { isDirectVariant } from '../../../src/shared/report/isDirectVariant';
import { gainRange } from '../page/suggestionText';
import type { Verdict } from './verdict';

/** Below this an interval of an agreement is wide, whatever it is. */
const ENOUGH_SAMPLES = 200;
/** Wider than this, as a share, an interval decides little. */
const WIDE = 0.05;
const MOST_NAMES = 4;

type Known = Pick<ModelState, 'model' | 'suggestions' | 'variants'>;

/** Sentences of a result card. */
export interface ResultRemarks {
  /** What decides whether the variant is to be kept, or why that cannot be told: always on show. */
  readonly deciding: readonly string[];
  /** What the job says, what was expected and kept, and how it was measured. */
  readonly further: readonly string[];
}

/** What there is to say of a result besides its verdict and its numbers. */
export function resultRemarks(
  { result, parent }: Pick<Variant, 'result' | 'parent'>,
  { samplesToDecide }: Pick<Verdict, 'samplesToDecide'>,
  known: Known,
): ResultRemarks {
  const { notes, latency, verification } = result;
  const isBroken = verification?.verdict === 'broken';
  const deciding = [...(isBroken ? notes : []), ...randomRemark(result), ...fewSamplesRemark(result)];
  if (samplesToDecide !== undefined) deciding.push(l10n.t('About {0} more samples would decide.', formatWhole(samplesToDecide)));
  if (latency?.speedup.verdict === 'no measurable difference')
    deciding.push(l10n.t('The interval of the change includes 0, or the change is within 2 %.'));
  const further = isBroken ? [] : [...notes];
  // Suggestions and names are those of the model that is shown.
  if (isDirectVariant({ parent }, known.variants)) further.push(...estimateRemark(result, known), ...keptRemark(result, known));
  if (latency !== undefined) further.push(l10n.t('Runs alternated A B A B.'));
  return { deciding, further };
}

function randomRemark({ verification, data }: OptimizeResult): readonly string[] {
  if (verification?.inputs !== 'synthetic' && data?.kind !== 'synthetic') return [];
  return [l10n.t('Speed can be measured. Accuracy cannot, so agreement is not reported and the budget is off.')];
}

/** `Estimate was 19 – 25 ms.` */
function estimateRemark({ asked = [], latency }: OptimizeResult, { suggestions }: Pick<Known, 'suggestions'>): readonly string[] {
  const [call] = asked;
  if (call === undefined || asked.length > 1 || latency === undefined) return [];
  const gain = suggestions?.offered.find(suggestion => suggestion.gain?.metric === 'latencyMs' && isWhatWasDone(suggestion, call))?.gain;
  return gain === undefined || gain.basis !== 'estimated' ? [] : [l10n.t('Estimate was {0}.', gainRange(gain))];
}

/** An estimate is of one pass with the parameters that are suggested, on all layers. */
function isWhatWasDone({ pass, parameters }: Suggestion, { id, parameters: given, only, exclude = [] }: PassCall): boolean {
  const isSame = pass === id && Object.entries(parameters).every(([name, value]) => given[name] === value);
  return isSame && only === undefined && exclude.length === 0;
}

/** Layers that the last pass which rounds left as they are; those that a pass before it made have no names here. */
function keptRemark({ passes, ranAsInt8 }: OptimizeResult, { model }: Pick<Known, 'model'>): readonly string[] {
  if (model === undefined || ranAsInt8 === undefined) return [];
  const skipped = passes.findLast(({ id }) => /^quantize|^mixed/.test(id))?.skipped ?? [];
  const layers = skipped.map(({ layer }) => layer).filter(layer => layer < model.nodeNames.length);
  if (layers.length === 0) return [];
  const names = layers.map(layer => model.analysis.hierarchy.layerNames[layer] || model.nodeNames[layer] || String(layer));
  const listed = names.slice(0, MOST_NAMES).join(', ');
  const others = names.length - MOST_NAMES;
  const list = others > 0 ? l10n.t('{0} and {1} more', listed, formatCount(others)) : listed;
  return [
    layers.length === 1 ? l10n.t('1 layer stays FP32: {0}.', list) : l10n.t('{0} layers stay FP32: {1}.', formatCount(layers.length), list),
  ];
}

function fewSamplesRemark({ verification }: OptimizeResult): readonly string[] {
  const agreement = agreementOnData(verification);
  if (verification === undefined || agreement === undefined || verification.samples >= ENOUGH_SAMPLES) return [];
  const { value, low, high } = agreement;
  if (high - low < WIDE) return [];
  const interval = `${formatInterval(low * 100, high * 100, value * 100)}\u202f%`;
  const samples = formatCount(verification.samples);
  return [l10n.t('{0} samples give a wide interval ({1}). Use at least {2}.', samples, interval, formatCount(ENOUGH_SAMPLES))];
}
