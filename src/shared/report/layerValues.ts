import type { Column } from './column';

interface Members {
  readonly nodes: readonly number[];
}

/** A node column over layers. */
export interface LayerValues {
  /** NaN where unknown. */
  readonly values: Float64Array;
  /** Parts of a ratio. */
  readonly ratio: { readonly numerators: Float64Array; readonly denominators: Float64Array } | undefined;
}

/** Sums add up and are unknown as soon as one node is, ratios are recomputed from their sums in `byId`, of errors the worst counts. */
export function layerValues(column: Column, byId: ReadonlyMap<string, Column>, layers: readonly Members[]): LayerValues {
  const { aggregation } = column;
  if (aggregation.kind !== 'ratio')
    return { values: aggregation.kind === 'worst' ? worst(column, layers) : sums(column, layers), ratio: undefined };
  const numerators = sums(byId.get(aggregation.numerator), layers);
  const denominators = sums(byId.get(aggregation.denominator), layers);
  return { values: numerators.map((numerator, index) => quotient(numerator, denominators[index])), ratio: { numerators, denominators } };
}

/** Ends of the colours. A layer may be hotter than any of its nodes, so the hot end is its own; where low is hot the column knows the ends. */
export function layerDomain(
  { domain, scale, direction }: Pick<Column, 'domain' | 'scale' | 'direction'>,
  values: Float64Array,
): readonly [number, number] {
  if (direction === 'low-is-hot' && domain !== undefined) return domain;
  const low = domain?.[0] ?? (scale === 'log' ? 1 : 0);
  return [low, values.reduce((most, value) => (value > most ? value : most), low)];
}

function quotient(numerator: number | undefined, denominator: number | undefined): number {
  return numerator === undefined || denominator === undefined || denominator === 0 ? NaN : numerator / denominator;
}

function sums(column: Column | undefined, layers: readonly Members[]): Float64Array {
  const values = new Float64Array(layers.length).fill(NaN);
  if (column === undefined) return values;
  layers.forEach(({ nodes }, layer) => {
    if (nodes.length === 0) return;
    let sum = 0;
    for (const node of nodes) sum += column.values[node] ?? NaN;
    values[layer] = sum;
  });
  return values;
}

function worst(column: Column, layers: readonly Members[]): Float64Array {
  const choose = column.direction === 'low-is-hot' ? Math.min : Math.max;
  return Float64Array.from(layers, ({ nodes }) => {
    const known = nodes.map(node => column.values[node] ?? NaN).filter(value => !Number.isNaN(value));
    return known.length === 0 ? NaN : choose(...known);
  });
}
