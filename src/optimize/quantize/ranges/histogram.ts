/** Values counted in bins of equal width from `low` on; exact zeros are left out, since every grid has them. */
export interface Histogram {
  readonly low: number;
  readonly width: number;
  readonly counts: Float64Array;
}

export const BINS = 2048;

/** @param low smallest value of `values`, or less; `high` alike. Values that are not finite are left out. */
export function histogramOf(values: Float32Array, low: number, high: number, bins = BINS): Histogram {
  const counts = new Float64Array(bins);
  const width = (high - low) / bins || 1;
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (value !== 0 && Number.isFinite(value)) counts[Math.min(bins - 1, ((value - low) / width) | 0)]!++;
  }
  return { low, width, counts };
}
