import * as l10n from '@vscode/l10n';
import { formatCount, formatFixed } from '../../../src/shared/base/formatNumber';
import { formatWhole } from '../../../src/shared/base/numberLanguage';
import type { ModelState } from '../../../src/shared/protocol/hostWebview';
import { agreementOnData } from '../../../src/shared/report/agreementOnData';
import type { OptimizeResult } from '../../../src/shared/report/optimizeResult';
import { gainText } from '../page/suggestionText';
import type { Verdict } from './verdict';

/** Below this an interval of an agreement is wide, whatever it is. */
const ENOUGH_SAMPLES = 200;
/** Wider than this, as a share, an interval decides little. */
const WIDE = 0.05;
const MOST_NAMES = 4;

/** Sentences of a result card: what the job says, what was expected and kept, what the interval says, then what the data could not say. */
export function resultRemarks(
  result: OptimizeResult,
  { samplesToDecide }: Pick<Verdict, 'samplesToDecide'>,
  known: Pick<ModelState, 'model' | 'suggestions'>,
): readonly string[] {
  const { notes, latency, verification, data } = result;
  const all = [...notes, ...estimateRemark(result, known), ...keptRemark(result, known)];
  if (latency?.speedup.verdict === 'no measurable difference')
    all.push(l10n.t('The interval of the change includes 0, or the change is within 2 %.'));
  all.push(...fewSamplesRemark(result));
  if (samplesToDecide !== undefined) all.push(l10n.t('About {0} more samples would decide.', formatWhole(samplesToDecide)));
  if (verification?.inputs === 'synthetic' || data?.kind === 'synthetic') {
    all.push(l10n.t('Speed can be measured. Accuracy cannot, so agreement is not reported and the budget is off.'));
  }
  if (latency !== undefined) all.push(l10n.t('Runs alternated A B A B.'));
  return all;
}

/** `Estimate was 19 – 25 ms.` Only of a pass alone: an estimate is of one. */
function estimateRemark({ asked = [], latency }: OptimizeResult, { suggestions }: Pick<ModelState, 'suggestions'>): readonly string[] {
  const [call] = asked;
  if (call === undefined || asked.length > 1 || latency === undefined) return [];
  const gain = suggestions?.offered.find(({ pass, gain: expected }) => pass === call.id && expected?.metric === 'latencyMs')?.gain;
  const range = gain === undefined || gain.basis !== 'estimated' ? undefined : gainText(gain).split('→ ')[1];
  return range === undefined ? [] : [l10n.t('Estimate was {0}.', range)];
}

/** Layers that the last pass which rounds left as they are. */
function keptRemark({ passes, ranAsInt8 }: OptimizeResult, { model }: Pick<ModelState, 'model'>): readonly string[] {
  const skipped = ranAsInt8 === undefined ? [] : (passes.findLast(({ id }) => /^quantize|^mixed/.test(id))?.skipped ?? []);
  if (model === undefined || skipped.length === 0) return [];
  const names = skipped.map(({ layer }) => model.analysis.hierarchy.layerNames[layer] || model.nodeNames[layer] || String(layer));
  const listed = names.slice(0, MOST_NAMES).join(', ');
  const others = names.length - MOST_NAMES;
  const list = others > 0 ? l10n.t('{0} and {1} more', listed, formatCount(others)) : listed;
  return [skipped.length === 1 ? l10n.t('1 layer stays FP32: {0}.', list) : l10n.t('{0} layers stay FP32: {1}.', skipped.length, list)];
}

function fewSamplesRemark({ verification }: OptimizeResult): readonly string[] {
  const agreement = agreementOnData(verification);
  if (verification === undefined || agreement === undefined || verification.samples >= ENOUGH_SAMPLES) return [];
  const { low, high } = agreement;
  if (high - low < WIDE) return [];
  const interval = `${formatFixed(low * 100, 0)} – ${formatFixed(high * 100, 0)} %`;
  return [l10n.t('{0} samples give a wide interval ({1}). Use at least {2}.', formatCount(verification.samples), interval, ENOUGH_SAMPLES)];
}
