import type { NodeId, TensorId } from '../../shared/graph/graph';

/** Output channels of one linear layer that add nothing. */
export interface IdleChannels {
  /** Every weight is zero, or below a ten-millionth of the layer's largest, or the BatchNormalization behind scales it so. */
  readonly dead: number;
  /** Weights and bias equal those of an earlier channel to the last bit. */
  readonly duplicate: number;
}

/** What was learned from the values of weights, within a budget of bytes read. */
export interface WeightFindings {
  /** Weights that hold the same values, at least two in each group. */
  readonly duplicates: readonly (readonly TensorId[])[];
  /** Layers with idle channels. */
  readonly idle: ReadonlyMap<NodeId, IdleChannels>;
  /** Layers whose channels were looked at, and those that the budget did not reach. */
  readonly inspectedLayers: number;
  readonly skippedLayers: number;
}

export const NO_WEIGHT_FINDINGS: WeightFindings = { duplicates: [], idle: new Map(), inspectedLayers: 0, skippedLayers: 0 };
