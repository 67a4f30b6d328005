import { columnText, isCold, shareText } from './columnText';
import { opCell, rankText } from './layerText';
import type { LayerColumn, LayerModel } from './layerModel';

const UNIT_WORDS: readonly (readonly [RegExp, string])[] = [
  [/\u202fms$/, ' milliseconds'],
  [/\u202fµs$/, ' microseconds'],
  [/\u202fs$/, ' seconds'],
  [/^≤ /, 'at most '],
];

/** A layer for a screen reader: `layer4.0.conv2, Conv 3×3, 2.04 milliseconds, 3.6 percent, 3rd of 58, + Relu` (design spec 9). */
export function spokenLayer(model: LayerModel, column: LayerColumn, index: number): string {
  const layer = model.layers[index];
  if (layer === undefined) return '';
  const value = column.values[index] ?? NaN;
  const { op, rest } = opCell(model, layer);
  const title = column.id === 'latencyMs' ? '' : ` ${column.title}`;
  const amount = Number.isNaN(value) ? `${column.title} unknown` : inWords(columnText(column, value)) + title;
  const share = Number.isNaN(value) || isCold(column, value) ? '' : shareText(column, value).replace('\u202f%', ' percent');
  return [layer.name, op, amount, share, column.categories === undefined ? rankText(column.values, index) : '', rest]
    .filter(Boolean)
    .join(', ');
}

function inWords(text: string): string {
  return UNIT_WORDS.reduce((words, [pattern, replacement]) => words.replace(pattern, replacement), text);
}
