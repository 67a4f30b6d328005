import type { NodeId, TensorId } from '../../shared/graph/graph';
import type { Shape } from '../../shared/graph/shape';

/** What grouping and naming need to know from inference. */
export interface HierarchyFacts {
  /** MACs of each main-graph node, NaN where unknown. */
  readonly macs: Float64Array;
  /** The tensor's values are known without running the model: weights, constants, and what follows from shapes. */
  isConstant(tensor: TensorId): boolean;
  /** The node computes on shapes only. */
  isShapeArithmetic(node: NodeId): boolean;
  shapeOf(tensor: TensorId): Shape | undefined;
}
