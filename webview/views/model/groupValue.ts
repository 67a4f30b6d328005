import type { LayerColumn } from './layerModel';

/** Value of a set of layers: sums add up, ratios are recomputed from sums, anything else shows its hottest member. */
export function groupValue(column: LayerColumn, layers: readonly number[]): number {
  if (column.ratio !== undefined) {
    const denominator = known(column.ratio.denominators, layers);
    return denominator === 0 ? NaN : known(column.ratio.numerators, layers) / denominator;
  }
  if (column.categories !== undefined) return common(column.values, layers);
  return Number.isNaN(column.total) ? hottest(column, layers) : known(column.values, layers);
}

/** Layers `first … end − 1`. */
export function rangeValue(column: LayerColumn, first: number, end: number): number {
  return groupValue(
    column,
    Array.from({ length: end - first }, (_, index) => first + index),
  );
}

/** What the value of a set of layers of several categories is. */
export const MIXED = -1;

/** The category of all members, `MIXED` for several. */
function common(values: Float64Array, layers: readonly number[]): number {
  let found = NaN;
  for (const layer of layers) {
    const value = values[layer] ?? NaN;
    if (Number.isNaN(value) || value === found) continue;
    if (!Number.isNaN(found)) return MIXED;
    found = value;
  }
  return found;
}

/** Unknown members are left out; all unknown is unknown. */
function known(values: Float64Array, layers: readonly number[]): number {
  let sum = NaN;
  for (const layer of layers) {
    const value = values[layer] ?? NaN;
    if (!Number.isNaN(value)) sum = Number.isNaN(sum) ? value : sum + value;
  }
  return sum;
}

function hottest(column: LayerColumn, layers: readonly number[]): number {
  let found = NaN;
  for (const layer of layers) {
    const value = column.values[layer] ?? NaN;
    const hotter = column.direction === 'low-is-hot' ? value < found : value > found;
    if (!Number.isNaN(value) && (Number.isNaN(found) || hotter)) found = value;
  }
  return found;
}
