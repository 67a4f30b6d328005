import { formatBytes, formatDuration, formatShare, formatSignificant } from '../../shared/base/formatNumber';
import { threadsText } from '../../shared/report/threadsText';
import { isCastNote } from '../../worker/castCopy/castNote';
import { hasFailed, type ComparedVariant, type ComparisonReport, type FailedVariant } from '../../worker/compareVariants';
import { printable } from './printable';
import type { TerminalStyle } from './style';
import { formatTable, type TableColumn } from './table';
import { wrapText } from './wrapText';

const COLUMNS: readonly TableColumn[] = [
  { title: '', align: 'left' },
  { title: 'latency', align: 'right' },
  { title: 'speed-up', align: 'right' },
  { title: 'file', align: 'right' },
  { title: 'memory', align: 'right' },
  { title: 'outputs', align: 'left' },
  { title: 'accuracy', align: 'right' },
];
const MOST_LAYERS = 5;
const LONGEST_NOTE = 600;

/** A row per model, the verdicts in words, and the layers of the base that changed most. */
export function compareLines({ base, variants, environment }: ComparisonReport, style: TerminalStyle): readonly string[] {
  const compared = variants.flatMap(variant => (hasFailed(variant) ? [] : [variant]));
  const before = compared[0]?.latency.before.medianMs ?? Number.NaN;
  const accuracy = compared[0]?.metric?.before.value;
  const baseRow = [
    printable(base.file),
    formatDuration(before),
    '',
    formatBytes(base.bytes),
    formatBytes(base.peakRssBytes),
    '',
    percent(accuracy),
  ];
  const table = formatTable(COLUMNS, [baseRow, ...compared.map(variantRow)]);
  return [
    ...table.map((line, index) => (index === 0 ? style.faint(line) : line)),
    '',
    ...variants.flatMap(variant => (hasFailed(variant) ? failureLines(variant, style) : verdictLines(variant, style))),
    ...castNotes(compared).flatMap(note => wrapText(printable(note, LONGEST_NOTE), style.width).map(style.faint)),
    style.faint(
      `${threadsText(environment.threads)}, ${environment.cpu}, onnxruntime ${environment.onnxruntime}, rigor ${environment.rigor}`,
    ),
  ];
}

/** What was said of copies that were run instead of the models, once each. */
function castNotes(compared: readonly ComparedVariant[]): readonly string[] {
  return [...new Set(compared.flatMap(({ latency }) => [...latency.before.notes, ...latency.after.notes]).filter(isCastNote))];
}

function variantRow({ file, bytes, peakRssBytes, latency, outputs, metric }: ComparedVariant): readonly string[] {
  const speedup = `${formatSignificant(latency.speedup.median)}×`;
  const sizes = [formatBytes(bytes), formatBytes(peakRssBytes)];
  return [printable(file), formatDuration(latency.after.medianMs), speedup, ...sizes, outputs.verdict, percent(metric?.after.value)];
}

function failureLines({ file, error }: FailedVariant, style: TerminalStyle): readonly string[] {
  return [`${printable(file)}: ${style.bad('not compared')} (${error.reason})`, ''];
}

function percent(share: number | undefined): string {
  return share === undefined ? '' : formatShare(share, 2);
}

function verdictLines({ file, latency, againstParent, layers }: ComparedVariant, style: TerminalStyle): readonly string[] {
  const { verdict, low, high } = latency.speedup;
  const paint = verdict === 'faster' ? style.good : verdict === 'no measurable difference' ? style.faint : style.bad;
  const changed = layers
    .flatMap(layer => (layer.variantMs === undefined ? [] : [{ ...layer, deltaMs: layer.variantMs - layer.baseMs }]))
    .sort((a, b) => Math.abs(b.deltaMs) - Math.abs(a.deltaMs))
    .slice(0, MOST_LAYERS);
  return [
    `${printable(file)}: ${paint(verdict)}, ${formatSignificant(low)}× – ${formatSignificant(high)}× (95 %)`,
    ...(againstParent === undefined
      ? []
      : [
          `  against ${printable(againstParent.file)}: ${againstParent.latency.speedup.verdict}, ${formatSignificant(againstParent.latency.speedup.median)}×`,
        ]),
    ...changed.map(({ name, baseMs, variantMs = 0 }) => `  ${printable(name)}: ${formatDuration(baseMs)} → ${formatDuration(variantMs)}`),
    '',
  ];
}
