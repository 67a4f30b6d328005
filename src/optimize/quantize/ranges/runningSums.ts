/** Sums of a term over the bins before each, and over all of them. */
export function runningSums(counts: Float64Array, term: (count: number, bin: number) => number): Float64Array {
  const sums = new Float64Array(counts.length + 1);
  for (let bin = 0; bin < counts.length; bin++) sums[bin + 1] = sums[bin]! + term(counts[bin]!, bin);
  return sums;
}
