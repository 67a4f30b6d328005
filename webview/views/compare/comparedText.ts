import { formatCount, formatShare, formatSignificant } from '../../../src/shared/base/formatNumber';
import type { FileMeasurement } from '../../../src/shared/report/comparedFile';
import { speedWords } from '../../../src/shared/report/verdict';
import type { ComparedRow, Estimate } from './comparedRow';

/** How a file's latency compares, in the words of the design spec, 8.4; the budget stands in a column of its own. */
export function verdictText({ file, measured }: Pick<ComparedRow, 'file' | 'measured'>): string {
  if (file === undefined) return '';
  if (file.error !== undefined) return 'could not be measured';
  if (measured === undefined) return 'not measured yet';
  if (measured.outputs?.verdict === 'broken') return 'outputs are wrong';
  const speedup = measured.latency?.speedup;
  return speedup === undefined ? 'latency not measured' : speedWords(speedup);
}

/** What is known of the outputs: agreement on data, else how far apart they are. */
export function agreementText({ agreement, measured, file }: ComparedRow): { readonly text: string; readonly aside: string } {
  if (file === undefined) return { text: '', aside: 'reference' };
  if (agreement !== undefined) return { text: formatShare(agreement.value), aside: percents(agreement) };
  const outputs = measured?.outputs;
  if (outputs === undefined) return { text: '', aside: '' };
  const on = outputs.inputs === 'synthetic' ? 'random inputs' : `${formatCount(outputs.samples)} samples`;
  if (outputs.verdict === 'equal') return { text: 'equal', aside: on };
  return { text: `${formatSignificant(outputs.sqnrDb)}\u202fdB`, aside: on };
}

/** Heading of the column: which agreement it is, and on how many samples where that is one number. */
export function agreementTitle(rows: readonly ComparedRow[]): string {
  const outputs = rows.flatMap(({ measured }) => measured?.outputs ?? []);
  if (!rows.some(({ file, agreement }) => file !== undefined && agreement !== undefined)) return 'Outputs against baseline';
  const counts = new Set(outputs.map(({ samples }) => samples));
  const [samples] = counts;
  return counts.size === 1 && samples !== undefined ? `Top-1 agreement, ${formatCount(samples)} samples` : 'Top-1 agreement';
}

/** Accuracy before and after on labelled data, for the tooltip of the agreement; empty without labels. */
export function accuracyText(measured: FileMeasurement | undefined): string {
  const metric = measured?.metric;
  if (metric === undefined) return '';
  return `Accuracy on ${formatCount(metric.samples)} labelled samples: ${formatShare(metric.before.value)} → ${formatShare(metric.after.value)}`;
}

/** `94.1 – 97.6`. */
export function percents({ low, high }: Estimate): string {
  return `${(low * 100).toFixed(1)}\u2009–\u2009${(high * 100).toFixed(1)}`;
}
