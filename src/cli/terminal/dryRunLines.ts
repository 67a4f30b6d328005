import type { DryRun } from '../../shared/report/passDescription';
import { printable } from './printable';
import type { TerminalStyle } from './style';
import { formatTable, type TableColumn } from './table';
import { wrapText } from './wrapText';

const COLUMNS: readonly TableColumn[] = [
  { title: '#', align: 'right' },
  { title: 'before', align: 'left' },
  { title: 'after', align: 'left' },
  { title: '', align: 'left' },
];
const LONGEST_DETAIL = 100;
const LONGEST_NOTE = 300;

/** What a pass would do, layer by layer. */
export function dryRunLines(plan: DryRun, style: TerminalStyle): readonly string[] {
  const changed = plan.layers.filter(layer => layer.action === 'change').length;
  const nodes = plan.nodesAfter === undefined ? '' : `, ${String(plan.nodesBefore)} → ${String(plan.nodesAfter)} nodes`;
  const rows = plan.layers.map(layer => [
    layer.path ?? String(layer.node),
    layer.precisionBefore,
    layer.action === 'change' ? layer.precisionAfter : 'stays',
    printable(layer.detail, LONGEST_DETAIL),
  ]);
  const table = rows.length === 0 ? [] : formatTable(COLUMNS, rows);
  return [
    `${style.strong(plan.pass)}: ${String(changed)} layers would change, ${String(plan.layers.length - changed)} stay${nodes}. Nothing was written.`,
    ...table.map((line, index) => `  ${index === 0 ? style.faint(line) : line}`),
    ...plan.notes.flatMap(note => wrapText(printable(note, LONGEST_NOTE), style.width, '  ')),
  ];
}
