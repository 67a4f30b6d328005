import { BASIS, type Basis, type Column } from '../../../src/shared/report/column';
import type { Layer, LayerColumn } from './layerModel';
import { metricTitle } from './metricTitle';

interface Aggregated {
  readonly values: Float64Array;
  readonly ratio: LayerColumn['ratio'];
}

/** A node column over layers. Of the many that a model has few are looked at, so each is added up when it first is. */
export class NodeMetric implements LayerColumn {
  readonly id: string;
  readonly title: string;
  readonly unit: LayerColumn['unit'];
  readonly scale: LayerColumn['scale'];
  readonly direction: LayerColumn['direction'];
  readonly basis: Basis;
  readonly floor = 0;
  private known: Aggregated | undefined;
  private ends: LayerColumn['domain'] | undefined;
  private sum: number | undefined;

  constructor(
    private readonly column: Column,
    private readonly byId: ReadonlyMap<string, Column>,
    private readonly layers: readonly Layer[],
    readonly uncertainty?: LayerColumn['uncertainty'],
  ) {
    ({ id: this.id, unit: this.unit, scale: this.scale, direction: this.direction } = column);
    this.title = metricTitle(column);
    this.basis = basisOfColumn(column);
  }

  get values(): Float64Array {
    return (this.known ??= this.aggregate()).values;
  }

  get ratio(): LayerColumn['ratio'] {
    return this.column.aggregation.kind === 'ratio' ? (this.known ??= this.aggregate()).ratio : undefined;
  }

  get domain(): LayerColumn['domain'] {
    return (this.ends ??= domainOf(this.column, this.values));
  }

  get total(): number {
    return (this.sum ??= this.column.aggregation.kind === 'sum' ? sumOfKnown(this.values) : NaN);
  }

  private aggregate(): Aggregated {
    const { column, byId, layers } = this;
    const { aggregation } = column;
    if (aggregation.kind !== 'ratio') {
      return { values: aggregation.kind === 'worst' ? worst(column, layers) : sums(column, layers), ratio: undefined };
    }
    const numerators = sums(byId.get(aggregation.numerator), layers);
    const denominators = sums(byId.get(aggregation.denominator), layers);
    return { values: numerators.map((numerator, index) => quotient(numerator, denominators[index])), ratio: { numerators, denominators } };
  }
}

function sumOfKnown(values: Float64Array): number {
  let sum = 0;
  for (const value of values) if (!Number.isNaN(value)) sum += value;
  return sum;
}

/** A layer may be hotter than any of its nodes, so the hot end is its own; where low is hot the column knows the ends. */
function domainOf({ domain, scale, direction }: Column, values: Float64Array): readonly [number, number] {
  if (direction === 'low-is-hot' && domain !== undefined) return domain;
  const low = domain?.[0] ?? (scale === 'log' ? 1 : 0);
  return [low, Math.max(low, largestOf(values))];
}

function quotient(numerator: number | undefined, denominator: number | undefined): number {
  return numerator === undefined || denominator === undefined || denominator === 0 ? NaN : numerator / denominator;
}

/** Sum over a layer's nodes; unknown as soon as one node is unknown. */
function sums(column: Column | undefined, layers: readonly Layer[]): Float64Array {
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

function worst(column: Column, layers: readonly Layer[]): Float64Array {
  const choose = column.direction === 'low-is-hot' ? Math.min : Math.max;
  return Float64Array.from(layers, ({ nodes }) => {
    const known = nodes.map(node => column.values[node] ?? NaN).filter(value => !Number.isNaN(value));
    return known.length === 0 ? NaN : choose(...known);
  });
}

/** One estimated value makes a column estimated, one exact value keeps it from being measured: sizes that a run told stand among exact ones. */
function basisOfColumn({ basis }: Column): Basis {
  const has = (wanted: Basis) => basis.includes(BASIS.indexOf(wanted));
  return (['estimated', 'exact', 'measured'] as const).find(has) ?? 'none';
}

function largestOf(values: Float64Array): number {
  let found = 0;
  for (const value of values) if (value > found) found = value;
  return found;
}
