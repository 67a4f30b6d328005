import { formatValue, UNKNOWN } from '../../shared/base/formatNumber';
import type { LayerError } from '../../shared/report/layerError';
import { printable } from './printable';
import { formatTable, type TableColumn } from './table';

const MOST_ROWS = 5;
const LONGEST_NAME = 48;

/** The layers that a variant is furthest off at: what stands at their outputs, what each adds by itself, and what was expected of that where planning tried. */
export function layerErrorLines(errors: readonly LayerError[]): readonly string[] {
  if (errors.length === 0) return [];
  const worst = [...errors].sort((a, b) => a.accumulatedDb - b.accumulatedDb).slice(0, MOST_ROWS);
  const isPredicted = worst.some(({ predictedDb }) => predictedDb !== undefined);
  const columns: readonly TableColumn[] = [
    { title: '#', align: 'right' },
    { title: 'Quantization error, worst layers', align: 'left' },
    { title: 'at output', align: 'right' },
    { title: 'by itself', align: 'right' },
    { title: 'cosine', align: 'right' },
    ...(isPredicted ? [{ title: 'expected', align: 'right' } as const] : []),
  ];
  const rows = worst.map(({ layer, tensor, accumulatedDb, localDb, cosine, predictedDb }) => [
    String(layer),
    printable(tensor, LONGEST_NAME),
    formatValue(accumulatedDb, 'decibel'),
    formatValue(localDb, 'decibel'),
    formatValue(cosine, 'cosine'),
    ...(isPredicted ? [predictedDb === undefined ? UNKNOWN : formatValue(predictedDb, 'decibel')] : []),
  ]);
  return formatTable(columns, rows);
}
