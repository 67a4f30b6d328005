import type { ValueDistribution } from '../shared/report/valueDistribution';

const BINS = 49;

/** Over all parts together, population standard deviation. */
export function valueDistribution(parts: readonly ArrayLike<number>[]): ValueDistribution {
  let [looked, count, sum, zeros, min, max, atMin, atMax] = [0, 0, 0, 0, Infinity, -Infinity, 0, 0];
  for (const numbers of parts) {
    looked += numbers.length;
    for (let index = 0; index < numbers.length; index++) {
      const value = numbers[index]!;
      if (!Number.isFinite(value)) continue;
      count++;
      sum += value;
      if (value === 0) zeros++;
      if (value < min) [min, atMin] = [value, 0];
      if (value > max) [max, atMax] = [value, 0];
      if (value === min) atMin++;
      if (value === max) atMax++;
    }
  }
  const mean = count === 0 ? 0 : sum / count;
  if (count === 0) [min, max] = [0, 0];
  const shareOf = (some: number): number => (count === 0 ? 0 : some / count);
  const shares = { zeroShare: shareOf(zeros), endShares: [shareOf(atMin), shareOf(atMax)] } as const;
  return { min, max, mean, ...shares, nonFinite: looked - count, ...spread(parts, count, { min, max, mean }) };
}

/** Standard deviation around the known mean, and the histogram. */
function spread(
  parts: readonly ArrayLike<number>[],
  count: number,
  { min, max, mean }: Pick<ValueDistribution, 'min' | 'max' | 'mean'>,
): Pick<ValueDistribution, 'std' | 'histogram'> {
  const histogram = new Uint32Array(BINS);
  const width = max > min ? (max - min) / BINS : 1;
  let squares = 0;
  for (const numbers of parts) {
    for (let index = 0; index < numbers.length; index++) {
      const value = numbers[index]!;
      if (!Number.isFinite(value)) continue;
      squares += (value - mean) ** 2;
      const bin = Math.min(BINS - 1, Math.floor((value - min) / width));
      histogram[bin] = (histogram[bin] ?? 0) + 1;
    }
  }
  return { std: count === 0 ? 0 : Math.sqrt(squares / count), histogram };
}
