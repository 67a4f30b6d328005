import { expect, test } from 'vitest';
import { largest, smallest } from '../../../../src/shared/base/extremes';

test('extremes of more values than a call has arguments', () => {
  const values = Float64Array.from({ length: 1_000_000 }, (_, index) => index - 500_000);
  expect(largest(values)).toBe(499_999);
  expect(smallest(values)).toBe(-500_000);
});

test('extremes of nothing, and of what is no number', () => {
  expect(largest([])).toBe(-Infinity);
  expect(smallest([])).toBe(Infinity);
  expect(largest([1, NaN])).toBeNaN();
});
