import { BASIS, type Basis, type Column } from '../../../src/shared/report/column';
import { layerDomain, layerValues, type LayerValues } from '../../../src/shared/report/layerValues';
import type { Layer, LayerColumn } from './layerModel';
import { metricTitle } from './metricTitle';

/** A node column over layers. Of the many that a model has few are looked at, so each is added up when it first is. */
export class NodeMetric implements LayerColumn {
  readonly id: string;
  readonly title: string;
  readonly unit: LayerColumn['unit'];
  readonly scale: LayerColumn['scale'];
  readonly direction: LayerColumn['direction'];
  readonly basis: Basis;
  readonly floor = 0;
  private known: LayerValues | undefined;
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
    return (this.ends ??= layerDomain(this.column, this.values));
  }

  get total(): number {
    return (this.sum ??= this.column.aggregation.kind === 'sum' ? sumOfKnown(this.values) : NaN);
  }

  private aggregate(): LayerValues {
    return layerValues(this.column, this.byId, this.layers);
  }
}

function sumOfKnown(values: Float64Array): number {
  let sum = 0;
  for (const value of values) if (!Number.isNaN(value)) sum += value;
  return sum;
}

/** One estimated value makes a column estimated, one exact value keeps it from being measured: sizes that a run told stand among exact ones. */
function basisOfColumn({ basis }: Column): Basis {
  const has = (wanted: Basis) => basis.includes(BASIS.indexOf(wanted));
  return (['estimated', 'exact', 'measured'] as const).find(has) ?? 'none';
}
