import { formatShare } from '../../../shared/base/formatNumber';
import { agreementOnData } from '../../../shared/report/agreementOnData';
import { budgetState, DEFAULT_BUDGETS, dropState, type BudgetState } from '../../../shared/report/budgetState';
import type { LatencyComparison } from '../../../shared/report/comparison';
import type { OptimizeResult } from '../../../shared/report/optimizeResult';
import type { Gain } from '../../../shared/report/suggestion';
import type { ModelEvidence } from '../modelEvidence';
import { noisyLayers, type NoisyLayers } from '../noisyLayers';
import { ABSENT, declined, proposed, type Finding, type SuggestionRule } from '../rule';

const TITLE = 'Quantize to INT8 within a budget';

/** INT8 that was made of this model and lost more than it may: with some layers back in float32. Says nothing before one was made and judged on data. */
export const mixedPrecisionRule: SuggestionRule = { id: 'mixed-precision', check };

function check(evidence: ModelEvidence): Finding {
  const made = evidence.variants.filter(({ result }) => result.verification !== undefined);
  const int8 = made.findLast(({ result }) => result.passes.some(({ id }) => id === 'quantize-static'));
  if (int8 === undefined || made.some(({ result }) => result.passes.some(({ id }) => id === 'mixed-precision'))) return ABSENT;
  const { result, name } = int8;
  const judged = judge(result);
  if (judged === undefined || judged.state === 'not certain') return ABSENT;
  if (judged.state === 'meets')
    return declined(TITLE, `INT8 as a whole (${name}) keeps enough: ${judged.text}. Leaving layers in float32 would only cost time.`);
  const { latency } = result;
  if (latency !== undefined && latency.speedup.verdict !== 'faster')
    return declined(TITLE, `INT8 as a whole (${name}) lost accuracy, ${judged.text}, and was not faster, so nothing is gained by mixing.`);
  return offer(evidence, name, judged, noisyLayers(result.layerErrors ?? []), latency);
}

/** What the samples say of an INT8 variant; `undefined` where it was made without data. */
interface Judged {
  readonly state: BudgetState;
  readonly text: string;
  /** The budget to give, in percent. */
  readonly parameters: Readonly<Record<string, number>>;
}

function judge({ verification }: OptimizeResult): Judged | undefined {
  const { drop, agreement } = DEFAULT_BUDGETS;
  const [metric, agreed] = [verification?.metric, agreementOnData(verification)];
  const byLabels = dropState(metric, drop);
  if (byLabels !== undefined && metric?.drop !== undefined) {
    const points = (metric.drop.value * 100).toFixed(2);
    return { state: byLabels, text: `${points} points of accuracy lost`, parameters: { 'max-drop': 100 * drop } };
  }
  const state = budgetState(verification, agreement);
  if (state === undefined || agreed === undefined) return undefined;
  const text = `${formatShare(agreed.value)} of the samples keep their result`;
  return { state, text, parameters: { 'min-agreement': 100 * agreement } };
}

function offer(evidence: ModelEvidence, name: string, judged: Judged, noisy: NoisyLayers, latency: LatencyComparison | undefined): Finding {
  const { worst, all } = noisy;
  const gain = latency && worst.length > 0 ? gainOf(evidence, noisy, latency) : undefined;
  const where = all.length === 0 ? '' : ` ${String(worst.length)} of ${String(all.length)} layers add half of the rounding noise.`;
  return proposed({
    title: TITLE,
    layers: worst,
    pass: { id: 'mixed-precision', parameters: judged.parameters },
    promise: 'lossy',
    expectedSaving: gain === undefined ? 0 : Math.max(0, 1 - (gain.low + gain.high) / 2 / gain.before),
    gain,
    why: `INT8 as a whole (${name}) lost more than the budget: ${judged.text}.${where}`,
    details:
      'The pass finds out which layers cost the most accuracy for their time and leaves these in float32. The range ends where all of the layers that add half of the noise go back.',
  });
}

/** From all in INT8, as measured, to where the worst layers take the time that they took in float32; what was saved counts by the layers' shares of the time. */
function gainOf(evidence: ModelEvidence, { worst, all }: NoisyLayers, { before, speedup }: LatencyComparison): Gain {
  const quantized = evidence.shareOf(all);
  const back = quantized === 0 ? 1 : evidence.shareOf(worst) / quantized;
  const low = before.medianMs / speedup.high;
  const high = before.medianMs - (before.medianMs - before.medianMs / speedup.low) * (1 - back);
  const from = `from its INT8 variant and the time of ${String(worst.length)} ${worst.length === 1 ? 'layer' : 'layers'}`;
  return { metric: 'latencyMs', before: before.medianMs, low, high, basis: 'estimated', from };
}
