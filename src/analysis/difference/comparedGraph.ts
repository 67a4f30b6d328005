import type { Graph } from '../../shared/graph/graph';
import type { TensorReader } from '../../shared/graph/tensorReader';

/** One of two models that are compared. */
export interface ComparedGraph {
  readonly graph: Graph;
  readonly reader: TensorReader;
}
