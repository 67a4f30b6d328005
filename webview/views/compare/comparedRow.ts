import * as l10n from '@vscode/l10n';
import { agreementOnData, type Agreement } from '../../../src/shared/report/agreementOnData';
import type { LatencyComparison } from '../../../src/shared/report/comparison';
import type { FileMeasurement, ListedFile } from '../../../src/shared/report/comparedFile';
import type { ModelState } from '../../../src/shared/protocol/hostWebview';

/** A value with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A row of the table and a point of the plot: the baseline, or a file that is held against it. */
export interface ComparedRow {
  /** Which colour and shape it has, by its id; −1 for the baseline. */
  readonly identity: number;
  readonly file: ListedFile | undefined;
  readonly name: string;
  readonly fileName: string;
  readonly description: string;
  readonly bytes: number;
  readonly latencyMs: Estimate | undefined;
  readonly measured: FileMeasurement | undefined;
  /** Share of samples with the same answer as the baseline, where it was found out on data; of no one measure for the baseline itself. */
  readonly agreement: (Estimate & Partial<Agreement>) | undefined;
}

/** More are not told apart by colour and shape. */
export const MOST_FILES = 8;

/**
 * The baseline, then at most eight files: those that are no variants and `selected` in any case, of the others the newest. The baseline's latency is the one that it
 * had beside the last of these that was measured as it is now, since times of different runs do not compare; without such a file it is that of the profile.
 */
export function comparedRows(
  { compared, fileName, model, profile, profileIsStale }: ModelState,
  selected: string | undefined,
): readonly ComparedRow[] {
  const always = compared.filter(file => file.variant === undefined || file.path === selected);
  const room = Math.max(0, MOST_FILES - always.length);
  const others = compared.filter(file => !always.includes(file));
  const newest = room === 0 ? [] : others.slice(-room);
  const shown = compared.filter(file => always.includes(file) || newest.includes(file)).slice(0, MOST_FILES);
  const beside = lastMeasured(shown)?.before;
  const latency = beside ?? (profileIsStale ? undefined : profile?.latency);
  const name = l10n.t('baseline');
  const baseline: ComparedRow = {
    ...{ identity: -1, file: undefined, name, fileName, description: name, bytes: model?.fileBytes ?? NaN },
    latencyMs: latency && { value: latency.medianMs, low: latency.lowMs, high: latency.highMs },
    measured: undefined,
    agreement: { value: 1, low: 1, high: 1 },
  };
  return [baseline, ...shown.map(rowOf)];
}

/** The comparison that was taken last; of those without a date, which older versions stored, that of the last file. */
function lastMeasured(files: readonly ListedFile[]): LatencyComparison | undefined {
  const taken = files.flatMap(({ measured, isStale }) => (measured?.latency === undefined || isStale ? [] : [measured.latency]));
  return taken.reduce<LatencyComparison | undefined>(
    (last, next) => (last === undefined || (next.takenAt ?? '') >= (last.takenAt ?? '') ? next : last),
    undefined,
  );
}

/** Files that were measured beside another speed of the baseline than the one that is shown: neither median lies in the interval of the other. */
export function measuredApart(rows: readonly ComparedRow[]): readonly ComparedRow[] {
  const shown = rows[0]?.latencyMs;
  return rows.filter(({ measured }) => {
    const before = measured?.latency?.before;
    if (shown === undefined || before === undefined) return false;
    return (before.medianMs < shown.low || before.medianMs > shown.high) && (shown.value < before.lowMs || shown.value > before.highMs);
  });
}

function rowOf(file: ListedFile): ComparedRow {
  const { measured, name, fileName, description, bytes } = file;
  const after = measured?.latency?.after;
  return {
    ...{ identity: file.id, file, name, fileName, description, bytes, measured },
    latencyMs: after && { value: after.medianMs, low: after.lowMs, high: after.highMs },
    agreement: agreementOnData(measured?.outputs),
  };
}

/** The file drawn beside the table when none was chosen: the fastest that was measured, else the first. */
export function defaultRow(rows: readonly ComparedRow[]): ComparedRow | undefined {
  const files = rows.filter(({ file }) => file !== undefined);
  const measured = files.filter(({ latencyMs }) => latencyMs !== undefined);
  return measured.sort((a, b) => (a.latencyMs?.value ?? 0) - (b.latencyMs?.value ?? 0))[0] ?? files[0];
}
