import { formatDuration, formatValue } from '../../shared/base/formatNumber';
import { becomesText } from '../../shared/report/becomesText';
import type { DryRun, LayerPlan } from '../../shared/report/passDescription';
import { printable } from './printable';
import type { TerminalStyle } from './style';
import { formatTable, type TableColumn } from './table';
import { wrapText } from './wrapText';

interface PlanColumn extends TableColumn {
  /** Empty where it is not known; a column without any text is left out. */
  readonly text: (layer: LayerPlan) => string;
}

const COLUMNS: readonly PlanColumn[] = [
  { title: '#', align: 'right', text: ({ path, node }) => path ?? String(node) },
  {
    title: 'before',
    align: 'left',
    text: ({ operatorBefore, precisionBefore }) => printable(operatorBefore ?? precisionBefore, LONGEST_NAME),
  },
  { title: 'after', align: 'left', text: layer => (layer.action === 'change' ? printable(becomesText(layer), LONGEST_NAME) : 'stays') },
  { title: 'time, estimated', align: 'right', text: ({ expectedTime: time }) => (time === undefined ? '' : `${time.low} – ${time.high}×`) },
  {
    title: 'time, tried',
    align: 'right',
    text: ({ triedMs }) => (triedMs === undefined ? '' : `${formatDuration(triedMs.before)} → ${formatDuration(triedMs.after)}`),
  },
  { title: 'error by itself', align: 'right', text: ({ errorDb }) => (errorDb === undefined ? '' : formatValue(errorDb, 'decibel')) },
  { title: 'at the outputs', align: 'right', text: ({ outputDb }) => (outputDb === undefined ? '' : formatValue(outputDb, 'decibel')) },
  { title: '', align: 'left', text: ({ detail }) => printable(detail, LONGEST_DETAIL) },
];
const LONGEST_DETAIL = 100;
const LONGEST_NAME = 40;
const LONGEST_NOTE = 300;

/** What a pass would do, layer by layer. */
export function dryRunLines(plan: DryRun, style: TerminalStyle): readonly string[] {
  const changed = plan.layers.filter(layer => layer.action === 'change').length;
  const nodes = plan.nodesAfter === undefined ? '' : `, ${String(plan.nodesBefore)} → ${String(plan.nodesAfter)} nodes`;
  const columns = COLUMNS.filter(({ text }) => plan.layers.some(layer => text(layer) !== ''));
  const rows = plan.layers.map(layer => columns.map(({ text }) => text(layer)));
  const table = rows.length === 0 ? [] : formatTable(columns, rows);
  return [
    `${style.strong(plan.pass)}: ${String(changed)} layers would change, ${String(plan.layers.length - changed)} stay${nodes}. Nothing was written.`,
    ...table.map((line, index) => `  ${index === 0 ? style.faint(line) : line}`),
    ...triedLines(plan).flatMap(line => wrapText(line, style.width, '  ')),
    ...plan.notes.flatMap(note => wrapText(printable(note, LONGEST_NOTE), style.width, '  ')),
  ];
}

function triedLines({ tried }: DryRun): readonly string[] {
  if (tried === undefined) return [];
  const { source, kind, fitted } = tried;
  return [
    `Tried on ${kind === 'data' ? `${String(fitted)} samples of ${printable(source, LONGEST_NOTE)}` : 'random inputs, which say nothing about errors'}.`,
  ];
}
