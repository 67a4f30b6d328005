import {
  formatBytes,
  formatCount,
  formatDuration,
  formatDurationInterval,
  formatRelativeChange,
  formatShare,
  formatSignificant,
} from '../../shared/base/formatNumber';
import type { OutputComparison, Speedup } from '../../shared/report/comparison';
import type { LatencyStatistics } from '../../shared/report/latency';
import type { OptimizeResult } from '../../shared/report/optimizeResult';
import { verdictSentence } from '../../shared/report/verdict';
import { layerErrorLines } from './layerErrorLines';
import { passOutcomeLines } from './passOutcomeLines';
import { printable } from './printable';
import type { TerminalStyle } from './style';
import { formatTable, type TableColumn } from './table';
import { wrapText } from './wrapText';

const LONGEST_PATH = 200;
const LONGEST_NOTE = 400;

/** The before and after of an optimize run: verdict first, then numbers side by side, then what they rest on. */
export function optimizeLines(result: OptimizeResult, style: TerminalStyle): readonly string[] {
  const isBad = result.verification?.verdict === 'broken' || result.latency?.speedup.verdict === 'slower';
  const verdict = verdictSentence(result);
  return [
    `${style.strong(printable(result.output, LONGEST_PATH))}  ${(isBad ? style.bad : style.good)(verdict)}`,
    `  ${headline(result)}`,
    ...result.notes.flatMap(note => wrapText(printable(note, LONGEST_NOTE), style.width, '  ').map(style.bad)),
    '',
    ...comparisonTable(result).map((line, index) => `  ${index === 0 ? style.faint(line) : line}`),
    '',
    ...evidence(result).flatMap(line => wrapText(line, style.width, '  ')),
    ...passOutcomeLines(result.passes, style),
    ...layerErrorLines(result.layerErrors ?? []).map((line, index) => `  ${index === 0 ? style.faint(line) : line}`),
  ];
}

/** Everything that changed in one line. */
function headline({ latency, verification, before, after }: OptimizeResult): string {
  const metric = verification?.metric;
  return [
    ...(latency === undefined ? [] : [`${formatDuration(latency.before.medianMs)} → ${formatDuration(latency.after.medianMs)}`]),
    ...(metric === undefined ? [] : [`accuracy ${formatShare(metric.before.value, 2)} → ${formatShare(metric.after.value, 2)}`]),
    `${formatBytes(before.bytes)} → ${formatBytes(after.bytes)}`,
  ].join(', ');
}

const COLUMNS: readonly TableColumn[] = [
  { title: '', align: 'left' },
  { title: 'before', align: 'right' },
  { title: 'after', align: 'right' },
  { title: 'change', align: 'right' },
];

function comparisonTable({ latency, verification, before, after }: OptimizeResult): readonly string[] {
  const metric = verification?.metric;
  const row = (title: string, old: number, new_: number, format: (value: number) => string): readonly string[] => [
    title,
    format(old),
    format(new_),
    relativeChange(old, new_),
  ];
  return formatTable(COLUMNS, [
    ...(latency === undefined
      ? []
      : [
          row('latency, median', latency.before.medianMs, latency.after.medianMs, formatDuration),
          ['  95 % interval', interval(latency.before), interval(latency.after)],
        ]),
    ...(metric === undefined
      ? []
      : [
          [
            'accuracy',
            formatShare(metric.before.value, 2),
            formatShare(metric.after.value, 2),
            points(metric.after.value - metric.before.value),
          ],
        ]),
    row('file', before.bytes, after.bytes, formatBytes),
    ...(before.macs === undefined || after.macs === undefined ? [] : [row('MACs', before.macs, after.macs, formatCount)]),
    row('parameters', before.params, after.params, formatCount),
    row('nodes', before.nodes, after.nodes, formatCount),
  ]);
}

/** Empty for what rounds to nothing. */
function relativeChange(old: number, new_: number): string {
  const change = (new_ - old) / old;
  return Math.abs(change) < 0.005 ? '' : formatRelativeChange(change);
}

function interval({ lowMs, highMs, medianMs }: LatencyStatistics): string {
  return formatDurationInterval(lowMs, highMs, medianMs);
}

function points(change: number): string {
  const text = Math.abs(change * 100).toFixed(2);
  return Number(text) === 0 ? '' : `${change < 0 ? '−' : '+'}${text} points`;
}

/** What the numbers above rest on, one sentence each. */
function evidence({ latency, verification, ranAsInt8, data }: OptimizeResult): readonly string[] {
  const metric = verification?.metric;
  return [
    ...(latency === undefined
      ? ['Latency was not measured.']
      : [`Latency: batch ${String(latency.batch)}, runs of both models in turns. ${cpuSentence(latency.speedup)}`]),
    ...(verification === undefined ? ['Outputs were not verified.'] : [outputSentence(verification)]),
    ...(metric === undefined
      ? []
      : [
          `Accuracy: ${String(metric.samples)} labelled samples, 95 % interval after ${formatShare(metric.after.low, 2)} – ${formatShare(metric.after.high, 2)}.`,
        ]),
    ...(ranAsInt8 === undefined ? [] : [`INT8: ${String(ranAsInt8[0])} of ${String(ranAsInt8[1])} quantized layers truly run in INT8.`]),
    ...(data === undefined || data.kind === 'synthetic'
      ? []
      : [`Data: ${printable(data.source, LONGEST_PATH)}; fitted on ${String(data.fitted)} samples, ${String(data.heldBack)} held back.`]),
  ];
}

/** Beyond this factor wall and CPU time tell different stories: something else ran on the machine. */
const NOTABLE_DISAGREEMENT = 1.3;

function cpuSentence({ median, cpuRatio }: Speedup): string {
  if (!Number.isFinite(cpuRatio)) return 'The runs were too short for the clock of CPU time.';
  const disagreement = Math.abs(Math.log(median / cpuRatio));
  const factor = `${formatSignificant(cpuRatio)}×`;
  if (!(disagreement > Math.log(NOTABLE_DISAGREEMENT))) return `The ratio of CPU times is ${factor}.`;
  return `The ratio of CPU times is ${factor}: other programs disturb it less than the latency, so measure again when the machine is idle.`;
}

function outputSentence({ inputs, samples, sqnrDb, roundingDb, maxAbs, top1Agreement, closeAgreement }: OutputComparison): string {
  const kind = { 'held-back': 'samples held back', data: 'samples', synthetic: 'random inputs, which say little about accuracy' }[inputs];
  const closeness = Number.isFinite(sqnrDb)
    ? `${formatSignificant(sqnrDb)} dB SQNR, largest difference ${formatSignificant(maxAbs)}`
    : maxAbs === 0
      ? 'bit-equal'
      : 'not comparable, since shapes differ or values are not finite';
  const share = ({ value, low, high }: NonNullable<typeof top1Agreement>): string =>
    `${formatShare(value)} (${formatShare(low)} – ${formatShare(high)})`;
  const agreement =
    top1Agreement !== undefined
      ? `, the same largest output in ${share(top1Agreement)}`
      : closeAgreement !== undefined
        ? `, all outputs within 10 % in ${share(closeAgreement)}`
        : '';
  const rounding =
    roundingDb === undefined
      ? ''
      : ` The original without the optimizations of the runtime is at ${formatSignificant(roundingDb)} dB: that much is rounding.`;
  return `Outputs: ${closeness}${agreement}, on ${String(samples)} ${kind}.${rounding}`;
}
