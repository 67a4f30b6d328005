import * as l10n from '@vscode/l10n';
import { assertNever } from '../../../src/shared/base/assertNever';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatDurationChange,
  formatDurationChangeInterval,
  formatDurationInterval,
  formatFixed,
  formatPercent,
  formatRelativeChange,
  formatSignificant,
  formatValue,
} from '../../../src/shared/base/formatNumber';
import { agreementOnData } from '../../../src/shared/report/agreementOnData';
import { agreementTitle } from '../../../src/shared/report/agreementTitle';
import type { LayerError } from '../../../src/shared/report/layerError';
import type { OptimizeResult } from '../../../src/shared/report/optimizeResult';
import type { Budgets } from '../../../src/shared/report/budgetState';
import { exactBytes } from '../model/exactBytes';
import type { Verdict } from './verdict';

/** A number with what stands muted beside it. */
export interface ResultCell {
  readonly text: string;
  readonly aside?: string;
  /** Tooltip: what was rounded away. */
  readonly exact?: string | undefined;
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
  const title = batch > 1 ? l10n.t('Latency, median of {0}, batch {1}', after.runs, batch) : l10n.t('Latency, median of {0}', after.runs);
  return [{ title, before: cell(before), after: cell(after), change }];
}

function accuracyRows({ verification }: OptimizeResult, verdict: Verdict, { drop }: Budgets): readonly ResultRow[] {
  const metric = verification?.metric;
  if (metric === undefined) return [];
  const points = (metric.after.value - metric.before.value) * 100;
  const sign = points > 0 ? '+' : points < 0 ? '−' : '';
  return [
    {
      title: l10n.t('Accuracy, {0} labelled samples', formatCount(metric.samples)),
      before: proportion(metric.before),
      after: proportion(metric.after),
      change: {
        text: l10n.t('{0} points', sign + formatFixed(Math.abs(points), 1)),
        ...(verdict.judgedBy === 'drop' ? { aside: budgetText(verdict, dropText(drop)) } : {}),
      },
    },
  ];
}

function agreementRows({ verification }: OptimizeResult, verdict: Verdict, { agreement: least }: Budgets): readonly ResultRow[] {
  const agreement = agreementOnData(verification);
  if (verification === undefined || agreement === undefined) return [];
  return [
    {
      title: agreementTitle(agreement.of, verification.samples),
      before: { text: '', aside: l10n.t('reference') },
      after: proportion(agreement),
      change: verdict.judgedBy === 'agreement' ? { text: budgetText(verdict, `${formatPercent(least)}\u202f%`) } : NONE,
    },
  ];
}

function dropText(drop: number): string {
  const points = formatPercent(drop);
  return points === '1' ? l10n.t('a drop of 1 point') : l10n.t('a drop of {0} points', points);
}

function budgetText({ budget }: Verdict, limit: string): string {
  switch (budget) {
    case 'meets':
      return l10n.t('meets {0}', limit);
    case 'below':
      return l10n.t('below {0}', limit);
    case 'not certain':
      return l10n.t('not certain for {0}', limit);
    case undefined:
      return limit;
    default:
      return assertNever(budget);
  }
}

/** How far the outputs are from the original's. */
function differenceRows(verification: OptimizeResult['verification']): readonly ResultRow[] {
  if (verification === undefined) return [];
  const { samples, inputs, sqnrDb, roundingDb, maxAbs, verdict } = verification;
  const count = formatCount(samples);
  const title = inputs === 'synthetic' ? l10n.t('Outputs, {0} random inputs', count) : l10n.t('Outputs, {0} samples', count);
  const after: ResultCell =
    verdict === 'equal'
      ? { text: l10n.t('equal') }
      : {
          text: formatValue(sqnrDb, 'decibel'),
          aside:
            roundingDb === undefined
              ? l10n.t('largest difference {0}', formatSignificant(maxAbs))
              : l10n.t('rounding alone gives {0}', formatValue(roundingDb, 'decibel')),
        };
  return [{ title, before: { text: '', aside: l10n.t('reference') }, after, change: NONE }];
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
    aside: l10n.t('{0} by itself, {1}', formatValue(worst.localDb, 'decibel'), worst.tensor),
  };
  return [{ title: l10n.t('Quantization error, worst layer'), before: NONE, after, change: NONE }];
}

function fileRows({ before, after }: OptimizeResult): readonly ResultRow[] {
  const relative = (from: number | undefined, to: number | undefined): ResultCell =>
    from === undefined || to === undefined || from === 0 || from === to ? NONE : { text: formatRelativeChange(to / from - 1) };
  const rows: ResultRow[] = [
    {
      title: l10n.t('File size'),
      before: size(before.bytes),
      after: size(after.bytes),
      change: relative(before.bytes, after.bytes),
    },
    { title: l10n.t('Nodes'), before: { text: String(before.nodes) }, after: { text: String(after.nodes) }, change: NONE },
  ];
  if (before.macs !== undefined && after.macs !== undefined && before.macs !== after.macs) {
    const [from, to] = [{ text: formatCount(before.macs) }, { text: formatCount(after.macs) }];
    rows.push({ title: l10n.t('MACs'), before: from, after: to, change: relative(before.macs, after.macs) });
  }
  return rows;
}

function size(bytes: number): ResultCell {
  return { text: formatBytes(bytes), exact: exactBytes(bytes) };
}

function integerRows({ ranAsInt8 }: OptimizeResult): readonly ResultRow[] {
  if (ranAsInt8 === undefined) return [];
  const [ran, meant] = ranAsInt8;
  return [
    { title: l10n.t('Layers that run in INT8'), before: { text: '0' }, after: { text: l10n.t('{0} of {1}', ran, meant) }, change: NONE },
  ];
}

function proportion({ value, low, high }: { readonly value: number; readonly low: number; readonly high: number }): ResultCell {
  const percent = (share: number) => formatFixed(share * 100, 1);
  return { text: `${percent(value)}\u202f%`, aside: `${percent(low)}\u2009–\u2009${percent(high)}` };
}
