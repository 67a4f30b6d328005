import { formatDuration, formatSignificant } from '../../shared/base/formatNumber';
import type { ProfileDifference } from '../../worker/profileDifference';
import { printable } from './printable';
import type { TerminalStyle } from './style';
import { formatTable, type TableColumn } from './table';

const COLUMNS: readonly TableColumn[] = [
  { title: 'layer', align: 'left' },
  { title: 'earlier', align: 'right' },
  { title: 'now', align: 'right' },
  { title: 'change', align: 'right' },
];
const MOST_LAYERS = 10;

/** An earlier profile against this one: the whole model, what else was different, and the layers that changed most. */
export function differenceLines(file: string, nowMs: number, difference: ProfileDifference, style: TerminalStyle): readonly string[] {
  const { earlier, earlierMs, ratio, conditions, layers } = difference;
  const bounds = `${formatSignificant(ratio.low)}× – ${formatSignificant(ratio.high)}×`;
  const rows = layers
    .flatMap(({ name, baseMs, variantMs }) => (variantMs === undefined ? [] : [{ name, baseMs, variantMs, delta: variantMs - baseMs }]))
    .sort((a, b) => Math.abs(b.delta) - Math.abs(a.delta))
    .slice(0, MOST_LAYERS)
    .map(({ name, baseMs, variantMs, delta }) => [
      printable(name),
      formatDuration(baseMs),
      formatDuration(variantMs),
      `${delta < 0 ? '−' : '+'}${formatDuration(Math.abs(delta))}`,
    ]);
  return [
    `${style.strong(`${formatDuration(earlierMs)} → ${formatDuration(nowMs)}`)} against ${printable(file)} of ${printable(earlier.date)}: ${formatSignificant(ratio.median)}× (${bounds}), not measured in turns`,
    ...(conditions.length === 0 ? ['  under the same conditions'] : conditions.map(condition => `  ${printable(condition)}`)),
    ...formatTable(COLUMNS, rows).map((line, index) => `  ${index === 0 ? style.faint(line) : line}`),
  ];
}
