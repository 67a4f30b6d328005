import {
  formatBytes,
  formatCount,
  formatDuration,
  formatShare,
  formatSignificant,
  formatSpeedup,
  UNKNOWN,
} from '../../shared/base/formatNumber';
import type { SettingsResult, SweepPoint, SweepPointResult, SweepResult } from '../../shared/report/sweep';
import { combinationText, pointText } from '../../worker/sweep/pointText';
import { PLANNED_UTILIZATION } from '../../worker/sweep/sweepSummary';
import { printable } from './printable';
import type { TerminalStyle } from './style';
import { formatTable, type TableColumn } from './table';
import { wrapText } from './wrapText';

const right = (title: string): TableColumn => ({ title, align: 'right' });
const LONGEST_ERROR = 120;

/** One line while the sweep is under way: `3 of 10  batch 4, 2 threads: 12.3 ms, 325/s`. */
export function pointLine(point: SweepPoint, done: number, of: number): string {
  return `${String(done)} of ${String(of)}  ${printable(pointText(point), LONGEST_ERROR)}`;
}

/** The table of points, what stands out, what it costs, and the settings. */
export function sweepLines(file: string, result: SweepResult, style: TerminalStyle): readonly string[] {
  const { points, knee, best, environment, resumed } = result;
  const names = Object.keys(points[0]?.dims ?? {});
  const withCost = points.some(({ cost }) => cost !== undefined);
  const columns = [
    ...names.map(name => right(printable(name))),
    ...COLUMNS,
    ...(withCost ? [right('Per million'), right('Instances')] : []),
    MARK,
  ];
  const rows = points.map((point, index) => [
    ...names.map(name => String(point.dims[name] ?? '')),
    ...cells(point),
    ...(withCost ? costCells(point) : []),
    [...(index === knee ? ['knee'] : []), ...(index === best ? ['best within the limit'] : [])].join(', '),
  ]);
  const table = formatTable(columns, rows);
  return [
    style.strong(printable(file, LONGEST_ERROR)),
    style.strong(table[0] ?? ''),
    ...table.slice(1),
    '',
    ...summaryLines(result).flatMap(line => wrapText(line, style.width)),
    ...wrapText(conditionsText(environment, resumed), style.width).map(style.faint),
    ...(result.settings === undefined ? [] : ['', ...settingsLines(result.settings, style)]),
  ];
}

const MARK = { title: '', align: 'left' } as const;
const COLUMNS = ['Batch', 'Threads', 'Median', 'p90', 'Samples/s', 'Efficiency', 'Memory', 'Energy'].map(right);

function cells({ batch, threads, measured, error, efficiency }: SweepPointResult): readonly string[] {
  const head = [String(batch), String(threads)];
  if (measured === undefined) return [...head, printable(error?.reason ?? UNKNOWN), '', '', '', '', ''];
  return [
    ...head,
    `${formatDuration(measured.medianMs)}${measured.reliable ? '' : ' ?'}`,
    formatDuration(measured.p90Ms),
    formatCount(measured.throughputPerSecond),
    efficiency === undefined ? UNKNOWN : formatShare(efficiency, 0),
    formatBytes(measured.peakRssBytes),
    energyText(measured.energyJoules),
  ];
}

function energyText({ low, high, basis }: NonNullable<SweepPoint['measured']>['energyJoules']): string {
  const millijoules = (value: number): string => formatSignificant(value * 1000);
  return basis === 'measured' ? `${millijoules(low)} mJ` : `${millijoules(low)}–${millijoules(high)} mJ est.`;
}

function costCells({ cost }: SweepPointResult): readonly string[] {
  if (cost === undefined) return [UNKNOWN, UNKNOWN];
  return [
    cost.perMillion === undefined ? UNKNOWN : formatSignificant(cost.perMillion),
    cost.instances === undefined ? UNKNOWN : String(cost.instances),
  ];
}

function summaryLines({ points, knee, best, latencyLimitMs, notes }: SweepResult): readonly string[] {
  const unreliable = points.filter(({ measured }) => measured?.reliable === false).length;
  const text = (index: number | undefined): string => (index === undefined ? '' : pointText(points[index]!));
  return [
    ...(knee === undefined ? [] : [`Knee, the least latency with 90 % of the best throughput: ${text(knee)}.`]),
    ...(latencyLimitMs === undefined
      ? []
      : [
          best === undefined
            ? `No point keeps its p90 within ${formatDuration(latencyLimitMs)}.`
            : `Best with a p90 within ${formatDuration(latencyLimitMs)}: ${text(best)}.`,
        ]),
    ...(points.some(({ cost }) => cost?.instances !== undefined)
      ? [`Instances are planned to be busy ${formatShare(PLANNED_UTILIZATION, 0)} of the time.`]
      : []),
    ...(unreliable === 0
      ? []
      : [`${String(unreliable)} of ${String(points.length)} points are not reliable (marked ?): times varied or drifted.`]),
    ...notes.map(note => printable(note, Infinity)),
  ];
}

function conditionsText({ cpu, onnxruntime, inputs }: SweepResult['environment'], resumed: number): string {
  const from = resumed === 0 ? '' : `; ${String(resumed)} points from a sweep that was interrupted`;
  const runtime =
    onnxruntime === undefined ? [] : [`onnxruntime ${onnxruntime}`, inputs === 'data' ? 'inputs from the data' : 'random inputs'];
  return `${[cpu, ...runtime, 'points in random order'].join(', ')}${from}`;
}

function settingsLines({ trials, chosen, confirmed, conditions, snippets }: SettingsResult, style: TerminalStyle): readonly string[] {
  const columns = [{ title: 'Session setting', align: 'left' }, right('against the default'), { title: 'verdict', align: 'left' }] as const;
  const rows = trials.map(({ title, speedup }) => [title, formatSpeedup(speedup.median), speedup.verdict]);
  const [heading = '', ...table] = formatTable(columns, rows);
  return [
    style.strong(heading),
    ...table,
    style.faint(`at ${printable(combinationText(conditions))}`),
    '',
    ...verdictLines(chosen, confirmed),
    '',
    ...Object.entries(snippets).flatMap(([language, code]) => [style.faint(`# ${language}`), code, '']),
  ];
}

function verdictLines(chosen: readonly string[], confirmed: SettingsResult['confirmed']): readonly string[] {
  if (chosen.length > 0 && confirmed !== undefined)
    return [`Set ${chosen.join(' and ')}: ${formatSpeedup(confirmed.median)}, confirmed by a second comparison.`];
  if (confirmed === undefined) return ['Nothing is measurably faster than the defaults; the code below sets the threads alone.'];
  return ['What looked faster was not when it was measured again; the code below sets the threads alone.'];
}
