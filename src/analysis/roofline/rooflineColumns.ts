import type { Graph } from '../../shared/graph/graph';
import type { Analysis } from '../../shared/report/analysis';
import { uniformColumn, type Basis, type Column } from '../../shared/report/column';
import type { Profile } from '../../shared/report/latency';
import type { RoofSource } from '../../shared/report/machine';
import { placeKernel } from './placeKernel';
import { predictModel, type ModelPrediction } from './predictModel';

/**
 * Node columns that need roofs: `predictedMs` (estimated, with bounds) and `limitMs` on the node that leads each expected kernel, 0 on those that run in
 * another's; and the metric `ofLimit`, low is hot, with the two columns it is the ratio of: from measured times on the anchors where there is a profile,
 * else from predicted ones.
 */
export function rooflineColumns(graph: Graph, analysis: Analysis, source: RoofSource, profile: Profile | undefined): readonly Column[] {
  const prediction = predictModel(graph, analysis, source);
  const reached = profile === undefined ? predictedShare(graph, prediction) : measuredShare(graph, analysis, source, profile);
  return [...predictedColumns(graph, prediction), ...reached];
}

function predictedColumns({ nodes }: Graph, { kernels, source }: ModelPrediction): readonly Column[] {
  const predicted = new Float64Array(nodes.count);
  const limits = new Float64Array(nodes.count);
  for (const { work, predictedMs, limit } of kernels) {
    predicted[work.leader] = predictedMs;
    limits[work.leader] = limit?.limitMs ?? 0;
  }
  const { low, high } = source.uncertainty;
  return [
    {
      ...timeColumn('predictedMs', 'Predicted time', predicted, 'estimated'),
      low: predicted.map(value => value * low),
      high: predicted.map(value => value * high),
    },
    timeColumn('limitMs', 'Time at the roofline', limits, 'estimated'),
  ];
}

/** What neither computes nor moves anything has no roof, so its time does not count. */
function predictedShare({ nodes }: Graph, { kernels }: ModelPrediction): readonly Column[] {
  const times = new Float64Array(nodes.count);
  const limits = new Float64Array(nodes.count);
  for (const { work, predictedMs, limit } of kernels) {
    if (limit === undefined) continue;
    times[work.leader] = predictedMs;
    limits[work.leader] = limit.limitMs;
  }
  return [
    timeColumn('limitedMs', 'Predicted time of kernels with a roof', times, 'estimated'),
    shareColumn({ times, limits, numerator: 'limitMs', denominator: 'limitedMs' }, 'estimated'),
  ];
}

function measuredShare(graph: Graph, analysis: Analysis, source: RoofSource, profile: Profile): readonly Column[] {
  const times = new Float64Array(graph.nodes.count);
  const limits = new Float64Array(graph.nodes.count);
  for (const kernel of profile.kernels) {
    const placement = placeKernel(graph, analysis, kernel, source.roofs);
    if (placement === undefined || kernel.anchor === undefined) continue;
    times[kernel.anchor] = (times[kernel.anchor] ?? 0) + kernel.medianMs;
    limits[kernel.anchor] = (limits[kernel.anchor] ?? 0) + placement.limitMs;
  }
  return [
    timeColumn('measuredMs', 'Measured time', times, 'measured'),
    timeColumn('measuredLimitMs', 'Time at the roofline, as executed', limits, 'estimated'),
    shareColumn({ times, limits, numerator: 'measuredLimitMs', denominator: 'measuredMs' }, source.basis),
  ];
}

function timeColumn(id: string, title: string, values: Float64Array, basis: Basis): Column {
  const aggregation = { kind: 'sum' } as const;
  return uniformColumn({ id, title, unit: 'ms', axis: 'node', values, aggregation, scale: 'linear', direction: 'high-is-hot' }, basis);
}

interface ShareParts {
  readonly times: Float64Array;
  readonly limits: Float64Array;
  readonly numerator: string;
  readonly denominator: string;
}

function shareColumn({ times, limits, numerator, denominator }: ShareParts, basis: Basis): Column {
  return uniformColumn(
    {
      id: 'ofLimit',
      title: '% of roofline',
      unit: 'share',
      axis: 'node',
      values: limits.map((limit, node) => (limit === 0 ? Number.NaN : limit / (times[node] ?? Number.NaN))),
      aggregation: { kind: 'ratio', numerator, denominator },
      domain: [0, 1],
      scale: 'linear',
      direction: 'low-is-hot',
    },
    basis,
  );
}
