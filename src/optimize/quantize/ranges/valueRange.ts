export interface ValueRange {
  readonly min: number;
  readonly max: number;
}

/** What calibration saw of a tensor. */
export interface ObservedRange extends ValueRange {
  /** Evenly spread values; empty where none were asked for. */
  readonly samples: Float32Array;
  /** Moving average of the range over the runs. */
  readonly average?: ValueRange;
}
