import type { Graph, NodeId, TensorId } from '../../shared/graph/graph';
import type { Unit } from '../../shared/base/units';
import type { Aggregation, Column } from '../../shared/report/column';
import type { WeightCounts } from '../cost/countWeights';
import type { NodeCost } from '../cost/nodeCost';

/** What the static analysis knows when metrics are filled in. */
export interface MetricSources {
  readonly graph: Graph;
  /** Work per node. */
  readonly costs: readonly NodeCost[];
  readonly weights: WeightCounts;
  /** Live bytes per main-graph node. */
  readonly live: Float64Array;
  /** Size of a tensor, NaN when not known. */
  readonly bytesOf: (tensor: TensorId) => number;
  /** Values of a metric further up in the table. */
  readonly valuesOf: (id: string) => Float64Array;
}

/** A number per node, the same for every model: one file describes it and fills its column. */
export interface Metric {
  /** Stable: reports, settings and colour scales name it. */
  readonly id: string;
  readonly title: string;
  readonly unit: Unit;
  readonly aggregation: Aggregation;
  readonly scale: Column['scale'];
  /** Value for a node; NaN when not known. */
  readonly valueOf: (sources: MetricSources, node: NodeId) => number;
}
