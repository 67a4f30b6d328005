/** How values are distributed. All zero where no value is finite. */
export interface ValueDistribution {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly std: number;
  /** Share of exact zeros, 0..1. */
  readonly zeroShare: number;
  /** Shares of values that equal `min` and `max`, 0..1. */
  readonly endShares: readonly [number, number];
  /** Values that are infinite or no number; the other figures leave them out. */
  readonly nonFinite: number;
  /** Counts of 49 equal bins from `min` to `max`. */
  readonly histogram: Uint32Array;
}
