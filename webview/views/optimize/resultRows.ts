import {
  formatBytes,
  formatCount,
  formatDuration,
  formatDurationChange,
  formatDurationChangeInterval,
  formatDurationInterval,
  formatRelativeChange,
  formatSignificant,
  formatValue,
} from '../../../src/shared/base/formatNumber';
import type { LayerError } from '../../../src/shared/report/layerError';
import type { OptimizeResult } from '../../../src/shared/report/optimizeResult';
import type { Budgets } from '../../../src/shared/report/budgetState';
import type { Verdict } from './verdict';

/** A number with what stands muted beside it. */
export interface ResultCell {
  readonly text: string;
  readonly aside?: string;
}

export interface ResultRow {
  readonly title: string;
  readonly before: ResultCell;
  readonly after: ResultCell;
  readonly change: ResultCell;
}

const NONE: ResultCell = { text: '' };

/** The table of a result card. */
export function resultRows(result: OptimizeResult, verdict: Verdict, budgets: Budgets): readonly ResultRow[] {
  return [
    ...latencyRows(result),
    ...accuracyRows(result, verdict, budgets),
    ...agreementRows(result, verdict, budgets),
    ...differenceRows(result.verification),
    ...errorRows(result),
    ...fileRows(result),
    ...integerRows(result),
  ];
}

function latencyRows({ latency }: OptimizeResult): readonly ResultRow[] {
  if (latency === undefined) return [];
  const { before, after, speedup, batch } = latency;
  const cell = ({ medianMs, lowMs, highMs }: typeof before): ResultCell => ({
    text: formatDuration(medianMs),
    aside: formatDurationInterval(lowMs, highMs, medianMs),
  });
  const { median, low, high } = speedup.deltaMs;
  const change = { text: formatDurationChange(median, before.medianMs), aside: formatDurationChangeInterval(low, high, before.medianMs) };
  const conditions = batch > 1 ? `, batch ${batch}` : '';
  return [{ title: `Latency, median of ${after.runs}${conditions}`, before: cell(before), after: cell(after), change }];
}

function accuracyRows({ verification }: OptimizeResult, verdict: Verdict, { drop }: Budgets): readonly ResultRow[] {
  const metric = verification?.metric;
  if (metric === undefined) return [];
  const points = (metric.after.value - metric.before.value) * 100;
  const sign = points > 0 ? '+' : points < 0 ? '−' : '';
  return [
    {
      title: `Accuracy, ${formatCount(metric.samples)} labelled samples`,
      before: proportion(metric.before),
      after: proportion(metric.after),
      change: {
        text: `${sign}${Math.abs(points).toFixed(1)} points`,
        ...(verdict.judgedBy === 'drop' ? { aside: `${budgetWord(verdict)} ${Number((drop * 100).toFixed(2))} lost` } : {}),
      },
    },
  ];
}

function agreementRows({ verification }: OptimizeResult, verdict: Verdict, { agreement: least }: Budgets): readonly ResultRow[] {
  const agreement = verification?.inputs === 'synthetic' ? undefined : verification?.top1Agreement;
  if (verification === undefined || agreement === undefined) return [];
  return [
    {
      title: `Top-1 agreement, ${formatCount(verification.samples)} samples`,
      before: { text: '', aside: 'reference' },
      after: proportion(agreement),
      change: verdict.judgedBy === 'agreement' ? { text: `${budgetWord(verdict)} ${Number((least * 100).toFixed(1))}\u202f%` } : NONE,
    },
  ];
}

function budgetWord({ budget }: Verdict): string {
  return budget === 'not certain' ? 'not certain for' : (budget ?? '');
}

/** How far the outputs are from the original's. */
function differenceRows(verification: OptimizeResult['verification']): readonly ResultRow[] {
  if (verification === undefined) return [];
  const { samples, inputs, sqnrDb, maxAbs, verdict } = verification;
  const on = inputs === 'synthetic' ? 'random inputs' : 'samples';
  const after: ResultCell =
    verdict === 'equal'
      ? { text: 'equal' }
      : { text: `${formatSignificant(sqnrDb)}\u202fdB`, aside: `largest difference ${formatSignificant(maxAbs)}` };
  return [{ title: `Outputs, ${formatCount(samples)} ${on}`, before: { text: '', aside: 'reference' }, after, change: NONE }];
}

/** The layer of the original whose output is furthest off. */
function errorRows({ layerErrors = [] }: OptimizeResult): readonly ResultRow[] {
  const worst = layerErrors.reduce<LayerError | undefined>(
    (least, error) => (least === undefined || error.accumulatedDb < least.accumulatedDb ? error : least),
    undefined,
  );
  if (worst === undefined) return [];
  const after = {
    text: formatValue(worst.accumulatedDb, 'decibel'),
    aside: `${formatValue(worst.localDb, 'decibel')} by itself, ${worst.tensor}`,
  };
  return [{ title: 'Quantization error, worst layer', before: NONE, after, change: NONE }];
}

function fileRows({ before, after }: OptimizeResult): readonly ResultRow[] {
  const relative = (from: number | undefined, to: number | undefined): ResultCell =>
    from === undefined || to === undefined || from === 0 || from === to ? NONE : { text: formatRelativeChange(to / from - 1) };
  const rows: ResultRow[] = [
    {
      title: 'File size',
      before: { text: formatBytes(before.bytes) },
      after: { text: formatBytes(after.bytes) },
      change: relative(before.bytes, after.bytes),
    },
    { title: 'Nodes', before: { text: String(before.nodes) }, after: { text: String(after.nodes) }, change: NONE },
  ];
  if (before.macs !== undefined && after.macs !== undefined && before.macs !== after.macs) {
    const [from, to] = [{ text: formatCount(before.macs) }, { text: formatCount(after.macs) }];
    rows.push({ title: 'MACs', before: from, after: to, change: relative(before.macs, after.macs) });
  }
  return rows;
}

function integerRows({ ranAsInt8 }: OptimizeResult): readonly ResultRow[] {
  if (ranAsInt8 === undefined) return [];
  const [ran, meant] = ranAsInt8;
  return [{ title: 'Layers that run in INT8', before: { text: '0' }, after: { text: `${ran} of ${meant}` }, change: NONE }];
}

function proportion({ value, low, high }: { readonly value: number; readonly low: number; readonly high: number }): ResultCell {
  const percent = (share: number) => (share * 100).toFixed(1);
  return { text: `${percent(value)}\u202f%`, aside: `${percent(low)}\u2009–\u2009${percent(high)}` };
}
