import { nodeDtype } from '../../analysis/nodeDtype';
import { formatValue, UNKNOWN } from '../../shared/base/formatNumber';
import type { Unit } from '../../shared/base/units';
import type { Graph } from '../../shared/graph/graph';
import type { Analysis } from '../../shared/report/analysis';
import type { Column } from '../../shared/report/column';
import type { LayerSummary } from '../../shared/report/layerSummary';
import type { TableMetric } from './tableMetrics';

interface MetricColumn {
  readonly title: string;
  readonly unit: Unit;
  /** Column that is summed over a layer's nodes, and the one that the sum is divided by. */
  readonly of: string;
  readonly per?: string;
}

const COLUMNS: Readonly<Record<Exclude<TableMetric, 'precision'>, MetricColumn>> = {
  macs: { title: 'MACs', unit: 'macs', of: 'macs' },
  params: { title: 'Parameters', unit: 'count', of: 'params' },
  weights: { title: 'Weights', unit: 'bytes', of: 'weightBytes' },
  activations: { title: 'Activations', unit: 'bytes', of: 'activationBytes' },
  intensity: { title: 'Intensity', unit: 'flopPerByte', of: 'flops', per: 'trafficBytes' },
  sparsity: { title: 'Zeros', unit: 'share', of: 'zeroWeights', per: 'readWeights' },
  'effective-macs': { title: 'Effective MACs (estimate)', unit: 'macs', of: 'effectiveMacs' },
};

export function titleOfMetric(metric: TableMetric): string {
  return metric === 'precision' ? 'Precision' : COLUMNS[metric].title;
}

/** A metric of a layer; `–` where it is not known. */
export function metricText(
  { model, analysis }: { readonly model: { readonly graph: Graph }; readonly analysis: Analysis },
  columns: readonly Column[],
  metric: TableMetric,
  { anchor, nodes }: LayerSummary,
): string {
  if (metric === 'precision') return nodeDtype(model.graph, analysis, anchor) ?? UNKNOWN;
  const { unit, of, per } = COLUMNS[metric];
  const sum = (id: string): number => {
    const values = columns.find(column => column.id === id)?.values;
    return nodes.reduce((total, node) => total + (values?.[node] ?? Number.NaN), 0);
  };
  return formatValue(per === undefined ? sum(of) : sum(of) / sum(per), unit);
}
