/** What keeps a fusion from happening. `graph-level`: the runtime was told not to; `unknown`: none of the conditions that are checked fails. */
export const FUSION_CONDITIONS = [
  'second-reader',
  'graph-output',
  'not-constant',
  'shape',
  'dynamic-dimension',
  'missing-quantize',
  'operator',
  'opset',
  'graph-level',
  'unknown',
] as const;
export type FusionCondition = (typeof FUSION_CONDITIONS)[number];

/** Nodes that could have run in one kernel and did not. */
export interface MissedFusion {
  /** In words: `Conv + Relu`. */
  readonly fusion: string;
  /** Main-graph nodes, in the order of the data. */
  readonly nodes: readonly number[];
  readonly condition: FusionCondition;
  /** One sentence with the evidence. */
  readonly why: string;
}
