import { formatBytes, formatDuration, formatDurationInterval, formatShare } from '../shared/base/formatNumber';
import { agreementOnData } from '../shared/report/agreementOnData';
import { agreementShare } from '../shared/report/agreementTitle';
import { verdictSentence } from '../shared/report/verdict';
import type { ReportContent } from './reportContent';
import type { MedianInterval, ReportVariant } from './reportVariant';

/** One row of the table of variants; the baseline comes first. */
export interface VariantRow {
  readonly file: string;
  readonly description: string;
  readonly size: string;
  /** Own latency, `undefined` where it is not known. */
  readonly latency: MedianInterval | undefined;
  readonly verdict: string;
  readonly agreement: string;
}

/** The model, then its variants in order of their making. Empty without variants. */
export function variantRows(content: ReportContent): readonly VariantRow[] {
  const { variants, fileName, fileBytes, profile } = content;
  if (variants.length === 0) return [];
  const compared = variants.find(({ latency }) => latency?.of === fileName)?.latency?.before;
  const baseline: VariantRow = {
    file: fileName,
    description: 'baseline',
    size: formatBytes(fileBytes),
    latency: compared ?? profile?.latency,
    verdict: '',
    agreement: 'reference',
  };
  return [baseline, ...variants.map(variant => variantRow(fileName, variant))];
}

function variantRow(baseline: string, variant: ReportVariant): VariantRow {
  const { file, parent, bytes, passes, latency, outputs } = variant;
  const against = latency === undefined || latency.of === baseline ? '' : `, against ${latency.of}`;
  const from = parent === undefined || parent === baseline ? '' : ` from ${parent}`;
  return {
    file,
    description: `${passes.join(', ')}${from}`,
    size: formatBytes(bytes),
    latency: latency?.after,
    verdict: `${verdictSentence({ verification: outputs, latency })}${against}`,
    agreement: agreementText(variant),
  };
}

function agreementText({ outputs, metric }: ReportVariant): string {
  if (metric !== undefined) return `accuracy ${formatShare(metric.after.value)}`;
  if (outputs === undefined) return '';
  const agreement = agreementOnData(outputs);
  if (agreement === undefined) return `outputs ${outputs.verdict}`;
  return agreementShare(agreement);
}

/** `57.6 ms (57.1 – 58.2)`. */
export function medianText({ medianMs, lowMs, highMs }: MedianInterval): string {
  return `${formatDuration(medianMs)} (${formatDurationInterval(lowMs, highMs, medianMs)})`;
}
