/** Values counted in bins of equal width between `low` and `high`; exact zeros apart, since every grid has them. */
export interface Histogram {
  readonly low: number;
  readonly width: number;
  readonly counts: Float64Array;
  readonly zeros: number;
}

export const BINS = 2048;

/** @param low smallest value of `values`, or less; `high` alike. Values that are not finite are left out. */
export function histogramOf(values: Float32Array, low: number, high: number, bins = BINS): Histogram {
  const counts = new Float64Array(bins);
  const width = (high - low) / bins || 1;
  let zeros = 0;
  for (const value of values) {
    if (value === 0) zeros++;
    else if (Number.isFinite(value)) counts[Math.max(0, Math.min(bins - 1, Math.floor((value - low) / width)))]!++;
  }
  return { low, width, counts, zeros };
}
