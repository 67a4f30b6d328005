import { formatValue, UNKNOWN } from '../../../src/shared/base/formatNumber';
import { valueText } from '../model/columnText';
import type { HeatScale } from '../model/heatScale';

/** Both ends of the colours in words; dashes while nothing is known. Chosen ends take in what lies beyond them. */
export function scaleEnds(scale: HeatScale): { readonly cold: string; readonly hot: string } {
  if (scale.column.values.every(value => Number.isNaN(value))) return { cold: UNKNOWN, hot: UNKNOWN };
  return { cold: coldEnd(scale), hot: hotEnd(scale) };
}

function coldEnd(scale: HeatScale): string {
  const { column, isLog, range } = scale;
  const [low, high] = column.domain;
  const isTurned = column.direction === 'low-is-hot';
  if (range !== undefined) return `${isTurned ? '≥' : '≤'} ${valueText(column, scale.valueAt(0))}`;
  if (isTurned) return valueText(column, high);
  if (low < 0) return valueText(column, low);
  return column.scale === 'log' ? formatValue(low, 'none') : isLog ? '' : '0';
}

function hotEnd(scale: HeatScale): string {
  const { column, range } = scale;
  const [low, high] = column.domain;
  const isTurned = column.direction === 'low-is-hot';
  if (range !== undefined) return `${isTurned ? '≤' : '≥'} ${valueText(column, scale.valueAt(1))}`;
  return valueText(column, isTurned ? low : high);
}
