export function sorted(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values).sort();
}

/** Quantile by linear interpolation between order statistics (Hyndman and Fan 1996, type 7); NaN without values. `share` in 0..1. */
export function quantileOfSorted(ordered: Float64Array, share: number): number {
  if (ordered.length === 0) return Number.NaN;
  const position = (ordered.length - 1) * share;
  const below = Math.floor(position);
  const low = ordered[below]!;
  const high = ordered[Math.min(below + 1, ordered.length - 1)]!;
  return low + (high - low) * (position - below);
}

export function median(values: ArrayLike<number>): number {
  return quantileOfSorted(sorted(values), 0.5);
}
