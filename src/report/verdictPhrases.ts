import {
  formatBytes,
  formatCount,
  formatDuration,
  formatDurationChange,
  formatDurationChangeInterval,
  formatDurationInterval,
  formatShare,
} from '../shared/base/formatNumber';
import { groupBy } from '../shared/base/groupBy';
import { agreementOnData } from '../shared/report/agreementOnData';
import type { Profile } from '../shared/report/latency';
import { verdictSentence } from '../shared/report/verdict';
import { plain, strong, type Phrase } from './phrase';
import { mainVariant, type ReportContent } from './reportContent';
import { topGroup, type ReportLayers } from './reportLayers';
import type { ReportVariant } from './reportVariant';

/** What a report says first: the verdict on the variant, else the latency, else what the model costs. Nothing estimated. */
export function verdictPhrases(content: ReportContent, figures: ReportLayers): readonly Phrase[] {
  const variant = mainVariant(content);
  if (variant !== undefined) return variantPhrases(content, variant);
  return content.profile === undefined ? costPhrases(content) : latencyPhrases(content, content.profile, figures);
}

function variantPhrases(content: ReportContent, variant: ReportVariant): readonly Phrase[] {
  const { latency, outputs } = variant;
  const verdict = strong(verdictSentence({ verification: outputs, latency }));
  if (latency === undefined) return [verdict, plain('. '), ...outputPhrases(variant), sizePhrase(content, variant)];
  const { before, after, speedup } = latency;
  const { median, low, high } = speedup.deltaMs;
  const against = latency.of === content.fileName ? '' : `, measured against ${latency.of},`;
  const change = `change ${formatDurationChange(median, after.medianMs)} (95 % interval ${formatDurationChangeInterval(low, high, after.medianMs)})`;
  return [
    verdict,
    plain(`${against} on this machine: ${formatDuration(before.medianMs)} → ${formatDuration(after.medianMs)}, ${change}. `),
    ...outputPhrases(variant),
    sizePhrase(content, variant),
  ];
}

function outputPhrases({ outputs, metric }: ReportVariant): readonly Phrase[] {
  const accuracy =
    metric === undefined
      ? []
      : [
          plain(
            `Accuracy on ${String(metric.samples)} samples: ${formatShare(metric.before.value)} → ${formatShare(metric.after.value)}. `,
          ),
        ];
  if (outputs === undefined) return accuracy;
  const { samples } = outputs;
  const agreement = agreementOnData(outputs);
  const on = `${String(samples)} ${outputs.inputs === 'synthetic' ? 'random input' : 'sample'}${samples === 1 ? '' : 's'}`;
  if (agreement === undefined) {
    const equal = outputs.verdict === 'equal' ? 'are equal to' : outputs.verdict === 'close' ? 'are close to' : 'differ from';
    return [...accuracy, plain(`Its outputs ${equal} those of the baseline on ${on}. `)];
  }
  const bounds = `${(100 * agreement.low).toFixed(1)} – ${(100 * agreement.high).toFixed(1)}`;
  return [
    ...accuracy,
    plain(agreement.of === 'class' ? 'The top-1 class agrees with the baseline on ' : 'All outputs are within 10 % of the baseline’s on '),
    strong(formatShare(agreement.value)),
    plain(` of ${on} (${bounds}). `),
  ];
}

function sizePhrase({ fileBytes }: ReportContent, { bytes }: ReportVariant): Phrase {
  const [before, after] = [formatBytes(fileBytes), formatBytes(bytes)];
  if (before === after) return plain(`The file stays at ${after}.`);
  return plain(`The file ${bytes < fileBytes ? 'shrinks' : 'grows'} from ${before} to ${after}.`);
}

function latencyPhrases({ onThisMachine, analysis }: ReportContent, { latency }: Profile, figures: ReportLayers): readonly Phrase[] {
  const { medianMs, lowMs, highMs, runs, reliable } = latency;
  const where = onThisMachine ? 'on this machine' : 'on the machine below';
  const interval = `(95 % interval ${formatDurationInterval(lowMs, highMs, medianMs)})`;
  const groups = [...groupBy(figures.layers, topGroup)].flatMap(([name, layers]) =>
    name === '' || analysis.hierarchy.groups.length < 2 ? [] : [{ name, ms: layers.reduce((sum, { value }) => sum + (value || 0), 0) }],
  );
  const [largest] = groups.sort((a, b) => b.ms - a.ms);
  const most = largest === undefined ? '' : ` ${largest.name} takes ${formatShare(largest.ms / figures.total, 0)} of the time in kernels.`;
  const doubt = reliable ? '' : ' The measurement was disturbed: see the limits below.';
  return [strong(`${formatDuration(medianMs)} per run`), plain(` ${where}, median of ${String(runs)} runs ${interval}.${most}${doubt}`)];
}

function costPhrases({ analysis: { totals }, fileBytes }: ReportContent): readonly Phrase[] {
  const params = totals.params + totals.constantParams + totals.quantizedParams;
  const macs = totals.macs === undefined ? 'MACs not known' : `${formatCount(totals.macs)} MACs`;
  return [strong(macs), plain(`, ${formatCount(params)} parameters, ${formatBytes(fileBytes)}. Nothing was measured yet.`)];
}
