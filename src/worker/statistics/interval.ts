/** An estimate with its bounds. */
export interface Interval {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}
