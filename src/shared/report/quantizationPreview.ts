/** What a weight loses when it is rounded to few bits one way, computed from all of its values (SQNR in dB: Infinity when equal, NaN for zeros). */
export interface RoundingError {
  readonly bits: 4 | 8;
  /** How its levels are chosen. */
  readonly method: string;
  readonly sqnrDb: number;
  /** Largest difference of a value. */
  readonly maxAbs: number;
  /** SQNR of each row in dB. */
  readonly rowDb: Float32Array;
  /** Largest difference in each row. */
  readonly rowMaxAbs: Float32Array;
}

/** The weight of a layer in 8 and in 4 bits, before anything is written. */
export interface QuantizationPreview {
  /** What a row of the weight is. */
  readonly rowKind: 'channel' | 'entry';
  readonly errors: readonly RoundingError[];
}
