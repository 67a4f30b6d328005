/** Rounds over a row; each lowers the error, and nearly all of it goes in the first few. */
const MOST_ROUNDS = 16;

/**
 * Moves single weights to the next level up or down while that lowers the squared error of the layer's output on the data, Δw·G·Δwᵀ for each row: the objective
 * of AdaRound (Nagel et al. 2020, arXiv 2004.10568, eq. 20), descended coordinate by coordinate instead of by its relaxation, and not bound to the two levels next to
 * the weight.
 * @param ordered weights, [channels, depth]
 * @param levels where to start from, [channels, depth]; changed
 * @param gram second moments of the layer's input, [depth, depth]
 */
export function refineRows(ordered: Float32Array, levels: Int8Array, scales: Float32Array, largest: number, gram: Float64Array): void {
  const depth = ordered.length / scales.length;
  const slope = new Float64Array(depth);
  scales.forEach((scale, channel) => {
    const from = channel * depth;
    const row = levels.subarray(from, from + depth);
    slope.fill(0);
    for (let k = 0; k < depth; k++) addMultiple(slope, gram, k, row[k]! * scale - ordered[from + k]!);
    descend(row, scale, largest, gram, slope);
  });
}

/** @param slope G·Δw, half the gradient of the error; kept up to date */
function descend(row: Int8Array, scale: number, largest: number, gram: Float64Array, slope: Float64Array): void {
  const depth = row.length;
  for (let round = 0, moved = true; moved && round < MOST_ROUNDS; round++) {
    moved = false;
    for (let k = 0; k < depth; k++) {
      const step = slope[k]! > 0 ? -1 : 1;
      const gain = 2 * Math.abs(slope[k]!) - scale * gram[k * depth + k]!;
      if (!(gain > 0) || Math.abs(row[k]! + step) > largest) continue;
      row[k]! += step;
      addMultiple(slope, gram, k, step * scale);
      moved = true;
    }
  }
}

/** slope += factor · row k of G, which is symmetric. */
function addMultiple(slope: Float64Array, gram: Float64Array, k: number, factor: number): void {
  if (factor === 0) return;
  const from = k * slope.length;
  for (let index = 0; index < slope.length; index++) slope[index]! += factor * gram[from + index]!;
}
