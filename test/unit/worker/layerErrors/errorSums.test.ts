import { expect, it } from 'vitest';
import type { DenseTensor } from '../../../../src/shared/graph/denseTensor';
import { ErrorSums } from '../../../../src/worker/layerErrors/errorSums';

function tensor(...values: readonly number[]): DenseTensor {
  return { dtype: 'float32', dims: [values.length], data: Float32Array.from(values) };
}

function sumsOf(...pairs: readonly (readonly [DenseTensor | undefined, DenseTensor | undefined])[]): ErrorSums {
  const sums = new ErrorSums();
  for (const [reference, actual] of pairs) sums.add(reference, actual);
  return sums;
}

it('takes noise and angle over all batches together', () => {
  const sums = sumsOf([tensor(3, 0), tensor(3, 1)], [tensor(4), tensor(4)]);
  expect(sums.sqnrDb).toBeCloseTo(10 * Math.log10(25), 10);
  expect(sums.cosine).toBeCloseTo(25 / Math.sqrt(25 * 26), 10);
});

it('sees no angle where one only scales the other, and the opposite at −1', () => {
  expect(sumsOf([tensor(1, 2), tensor(2, 4)]).cosine).toBeCloseTo(1, 10);
  expect(sumsOf([tensor(1, 2), tensor(-1, -2)]).cosine).toBeCloseTo(-1, 10);
});

it('knows neither where nothing can be compared, and both where all is equal', () => {
  for (const { sqnrDb, cosine } of [sumsOf(), sumsOf([tensor(1), undefined])]) expect([sqnrDb, cosine]).toEqual([NaN, NaN]);
  const { sqnrDb, cosine } = sumsOf([tensor(0, NaN), tensor(0, NaN)]);
  expect([sqnrDb, cosine]).toEqual([Infinity, 1]);
  expect(sumsOf([tensor(1), tensor(0)]).cosine).toBeNaN();
});
