import * as l10n from '@vscode/l10n';
import { formatRelativeChange, formatShare, formatValue, UNKNOWN } from '../../../src/shared/base/formatNumber';
import type { LayerColumn } from './layerModel';

/** A layer's value in words: `2.04 ms`, `≤ 20 µs` at or below the floor, `–` when unknown. */
export function columnText(column: LayerColumn, value: number): string {
  if (Number.isNaN(value)) return UNKNOWN;
  if (isCold(column, value)) return `≤ ${formatValue(column.floor, column.unit)}`;
  return valueText(column, value);
}

/** A sum of layers: printed even where its members are below the floor. */
export function sumText(column: LayerColumn, value: number): string {
  return Number.isNaN(value) ? UNKNOWN : valueText(column, value);
}

/** A share of the roof in percent, at predicted times its range; above it only that it is above, since it was held against the wrong roof (design spec 4.8). */
export function valueText(column: LayerColumn, value: number): string {
  if (column.categories !== undefined) return column.categories.find(category => category.value === value)?.label ?? l10n.t('mixed');
  if (column.ramp === 'change') return value === 0 ? l10n.t('within noise') : formatRelativeChange(value / 100);
  if (column.id !== 'ofLimit') return formatValue(value, column.unit);
  return column.uncertainty === undefined ? roofShareText(value) : shareRange(value, column.uncertainty);
}

/** `38 – 76 %` of a roof: no more than all of it. */
function shareRange(value: number, { low, high }: { readonly low: number; readonly high: number }): string {
  if (isAboveRoof(value * low)) return roofShareText(value * low);
  const [from, to] = [formatShare(Math.min(1, value * low), 0), formatShare(Math.min(1, value * high), 0)];
  return from === to ? to : `${from.replace('\u202f%', '')}\u2009–\u2009${to}`;
}

/** `54 %` of a roof; above it only that it is above. */
export function roofShareText(ofRoof: number): string {
  return isAboveRoof(ofRoof) ? `>${formatShare(1, 0)}` : formatShare(ofRoof, 0);
}

/** By more than rounding to whole percents hides. */
export function isAboveRoof(ofLimit: number): boolean {
  return ofLimit >= 1.005;
}

/** A value without its unit's words where the column is named beside it: `23.3` for `23.3 FLOP/B`. */
export function shortColumnText(column: LayerColumn, value: number): string {
  return columnText(column, value).replace(/\u202fFLOP\/B$/, '');
}

export function isCold(column: LayerColumn, value: number): boolean {
  return column.floor > 0 && value <= column.floor;
}

/** Share of the total, empty for metrics that do not add up. */
export function shareText(column: LayerColumn, value: number, decimals = 1): string {
  if (Number.isNaN(column.total) || column.total === 0) return '';
  return Number.isNaN(value) ? UNKNOWN : formatShare(value / column.total, decimals);
}
