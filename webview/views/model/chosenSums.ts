import * as l10n from '@vscode/l10n';
import { shareText, sumText, valueText } from './columnText';
import { groupValue } from './groupValue';
import type { LayerColumn, LayerModel } from './layerModel';

/** What layers come to in one metric, in words. */
export interface ChosenSum {
  readonly title: string;
  readonly text: string;
  /** Where not all of them have a value. */
  readonly note: string;
}

/** Together in a metric: a sum where sums mean something; of a ratio the ratio of the sums and its range; else the range, or the words that occur. */
export function chosenSum(column: LayerColumn, layers: readonly number[]): ChosenSum | undefined {
  const known = layers.filter(layer => !Number.isNaN(column.values[layer] ?? NaN));
  if (known.length === 0) return undefined;
  const note = known.length === layers.length ? '' : l10n.t('known for {0} of {1}', known.length, layers.length);
  return { title: column.title, text: textOf(column, known), note };
}

/** Their part of the whole in the metric that carries the bars; `undefined` where that is no sum. */
export function chosenShare({ columns }: LayerModel, layers: readonly number[]): ChosenSum | undefined {
  const [primary] = columns.values();
  const text = primary === undefined ? '' : shareText(primary, groupValue(primary, layers));
  return text === '' ? undefined : { title: l10n.t('Share'), text, note: '' };
}

function textOf(column: LayerColumn, layers: readonly number[]): string {
  if (column.categories !== undefined) return wordsOf(column, layers);
  if (!Number.isNaN(column.total)) return sumText(column, groupValue(column, layers));
  const range = rangeText(column, layers);
  const together = column.ratio === undefined ? range : valueText(column, groupValue(column, layers));
  return together === range ? range : l10n.t('{0} together, {1}', together, range);
}

function rangeText(column: LayerColumn, layers: readonly number[]): string {
  let [low, high] = [Infinity, -Infinity];
  for (const layer of layers) {
    const value = column.values[layer] ?? NaN;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const [first, last] = [valueText(column, low), valueText(column, high)];
  if (first === last) return first;
  const [amount, unit] = partsOf(first);
  return `${unit === partsOf(last)[1] ? amount : first} – ${last}`;
}

/** `23.3`, ` FLOP/B`. */
function partsOf(text: string): readonly [amount: string, unit: string] {
  const at = text.lastIndexOf('\u202f');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at)];
}

function wordsOf(column: LayerColumn, layers: readonly number[]): string {
  const values = new Set(layers.map(layer => column.values[layer] ?? NaN));
  return Array.from(values, value => valueText(column, value)).join(', ');
}
