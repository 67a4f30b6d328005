import type { NodeId, TensorId } from '../../shared/graph/graph';
import type { Shape } from '../../shared/graph/shape';
import type { TensorFacts } from '../../shared/report/analysis';

/**
 * The shape by which layers are grouped: in the model's symbols, so that groups do not follow the sizes that are chosen, but with the chosen heights and
 * widths of images, by which stages and strides are told apart.
 */
export function shapeForGroups({ shape, symbolic }: TensorFacts): Shape | undefined {
  if (shape === undefined || symbolic === undefined) return shape;
  return symbolic.map((dim, axis) => (dim === undefined || (shape.length >= 4 && axis >= 2) ? shape[axis] : dim));
}

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
