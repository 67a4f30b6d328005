import type { Graph } from '../../shared/graph/graph';
import type { Analysis } from '../../shared/report/analysis';
import { uniformColumn, type Column } from '../../shared/report/column';
import type { Profile } from '../../shared/report/latency';
import type { RoofSource } from '../../shared/report/machine';
import { placeKernel } from './placeKernel';
import { predictModel } from './predictModel';

/**
 * Node columns that need roofs: `predictedMs` (estimated, with bounds) and `limitMs` on the node that leads each expected kernel, 0 on those that run in
 * another's; with a profile `measuredMs`, `measuredLimitMs` and their ratio `ofLimit`, on the anchors. Low is hot for `ofLimit`.
 */
export function rooflineColumns(graph: Graph, analysis: Analysis, source: RoofSource, profile: Profile | undefined): readonly Column[] {
  return [
    ...predictedColumns(graph, analysis, source),
    ...(profile === undefined ? [] : measuredColumns(graph, analysis, source, profile)),
  ];
}

function predictedColumns(graph: Graph, analysis: Analysis, source: RoofSource): readonly Column[] {
  const { kernels } = predictModel(graph, analysis, source);
  const predicted = new Float64Array(graph.nodes.count);
  const limits = new Float64Array(graph.nodes.count);
  for (const { work, predictedMs, limit } of kernels) {
    predicted[work.leader] = predictedMs;
    limits[work.leader] = limit?.limitMs ?? 0;
  }
  const { low, high } = source.uncertainty;
  return [
    {
      ...estimated('predictedMs', 'Predicted time', predicted),
      low: predicted.map(value => value * low),
      high: predicted.map(value => value * high),
    },
    estimated('limitMs', 'Time at the roofline', limits),
  ];
}

function estimated(id: string, title: string, values: Float64Array): Column {
  return uniformColumn(
    { id, title, unit: 'ms', axis: 'node', values, aggregation: { kind: 'sum' }, scale: 'linear', direction: 'high-is-hot' },
    'estimated',
  );
}

function measuredColumns(graph: Graph, analysis: Analysis, source: RoofSource, profile: Profile): readonly Column[] {
  const times = new Float64Array(graph.nodes.count);
  const limits = new Float64Array(graph.nodes.count);
  for (const kernel of profile.kernels) {
    const placement = placeKernel(graph, analysis, kernel, source.roofs);
    if (placement === undefined || kernel.anchor === undefined) continue;
    times[kernel.anchor] = (times[kernel.anchor] ?? 0) + kernel.medianMs;
    limits[kernel.anchor] = (limits[kernel.anchor] ?? 0) + placement.limitMs;
  }
  const shares = limits.map((limit, node) => (limit === 0 ? Number.NaN : limit / (times[node] ?? Number.NaN)));
  const base = { unit: 'ms', axis: 'node', aggregation: { kind: 'sum' }, scale: 'linear', direction: 'high-is-hot' } as const;
  return [
    uniformColumn({ ...base, id: 'measuredMs', title: 'Measured time', values: times }, 'measured'),
    uniformColumn({ ...base, id: 'measuredLimitMs', title: 'Time at the roofline, as executed', values: limits }, 'estimated'),
    uniformColumn(
      {
        id: 'ofLimit',
        title: 'Share of roofline',
        unit: 'ratio',
        axis: 'node',
        values: shares,
        aggregation: { kind: 'ratio', numerator: 'measuredLimitMs', denominator: 'measuredMs' },
        domain: [0, 1],
        scale: 'linear',
        direction: 'low-is-hot',
      },
      'measured',
    ),
  ];
}
