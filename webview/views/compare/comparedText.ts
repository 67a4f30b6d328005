import * as l10n from '@vscode/l10n';
import { assertNever } from '../../../src/shared/base/assertNever';
import { formatCount, formatFixed, formatShare, formatSignificant, formatSpeedup } from '../../../src/shared/base/formatNumber';
import type { FileMeasurement } from '../../../src/shared/report/comparedFile';
import type { OutputComparison, Speedup } from '../../../src/shared/report/comparison';
import { agreementOnData, type Agreement } from '../../../src/shared/report/agreementOnData';
import { agreementKind, agreementTitle } from '../../../src/shared/report/agreementTitle';
import type { ComparedRow, Estimate } from './comparedRow';

/** How a file's latency compares, in the words of the design spec, 8.4; the budget stands in a column of its own. */
export function verdictText({ file, measured }: Pick<ComparedRow, 'file' | 'measured'>): string {
  if (file === undefined) return '';
  if (file.error !== undefined) return l10n.t('could not be measured');
  if (measured === undefined) return l10n.t('not measured yet');
  if (measured.outputs?.verdict === 'broken') return l10n.t('outputs are wrong');
  const speedup = measured.latency?.speedup;
  return speedup === undefined ? l10n.t('latency not measured') : speedVerdict(speedup);
}

function speedVerdict({ verdict, median }: Pick<Speedup, 'verdict' | 'median'>): string {
  switch (verdict) {
    case 'faster':
    case 'slower':
      return formatSpeedup(median);
    case 'no measurable difference':
      return l10n.t('No measurable difference');
    case 'too noisy':
      return l10n.t('Too noisy to tell');
    default:
      return assertNever(verdict);
  }
}

/** What is known of the outputs: agreement on data, else how far apart they are. */
export function agreementText({ agreement, measured, file }: ComparedRow): { readonly text: string; readonly aside: string } {
  if (file === undefined) return { text: '', aside: l10n.t('reference') };
  const outputs = measured?.outputs;
  if (agreement !== undefined) return { text: formatShare(agreement.value), aside: agreementAside(agreement, outputs) };
  if (outputs === undefined) return { text: '', aside: '' };
  const on = outputs.inputs === 'synthetic' ? l10n.t('random inputs') : l10n.t('{0} samples', formatCount(outputs.samples));
  if (outputs.verdict === 'equal') return { text: l10n.t('equal'), aside: on };
  return { text: decibels(outputs), aside: on };
}

/** Its interval; beside outputs that are close, how far apart they are as well. */
function agreementAside(agreement: Estimate & Partial<Agreement>, outputs: OutputComparison | undefined): string {
  const interval = percents(agreement);
  const hasDistance = agreement.of === 'outputs' && Number.isFinite(outputs?.sqnrDb);
  return outputs !== undefined && hasDistance ? `${interval}, ${decibels(outputs)}` : interval;
}

function decibels({ sqnrDb }: OutputComparison): string {
  return `${formatSignificant(sqnrDb)}\u202fdB`;
}

/** Heading of the column: which agreement it is, and on how many samples where that is one number. */
export function agreementHeading(rows: readonly ComparedRow[]): string {
  const outputs = rows.flatMap(({ measured }) => measured?.outputs ?? []);
  if (!rows.some(({ file, agreement }) => file !== undefined && agreement !== undefined)) return l10n.t('Outputs against baseline');
  const counts = new Set(outputs.map(({ samples }) => samples));
  const [samples] = counts;
  return agreementTitle(kindOfAgreement(rows), counts.size === 1 ? samples : undefined);
}

/** What the agreements of the files are of. */
export function kindOfAgreement(rows: readonly ComparedRow[]): Agreement['of'] | undefined {
  return agreementKind(rows.map(({ measured }) => agreementOnData(measured?.outputs)));
}

/** Accuracy before and after on labelled data, for the tooltip of the agreement; empty without labels. */
export function accuracyText(measured: FileMeasurement | undefined): string {
  const metric = measured?.metric;
  if (metric === undefined) return '';
  const change = `${formatShare(metric.before.value)} → ${formatShare(metric.after.value)}`;
  return l10n.t('Accuracy on {0} labelled samples: {1}', formatCount(metric.samples), change);
}

/** `94.1 – 97.6`. */
export function percents({ low, high }: Estimate): string {
  return `${formatFixed(low * 100, 1)}\u2009–\u2009${formatFixed(high * 100, 1)}`;
}
