import { expect, test } from 'vitest';
import { PairIndex } from '../../../webview/views/graph/pairIndex';

test('pairs are numbered in the order in which they come, each once', () => {
  const index = new PairIndex();
  const numbers = Array.from({ length: 1000 }, (_, n) => index.numberOf((n % 500) - 1, n % 250));
  expect(index.size).toBe(500);
  expect(numbers.slice(500)).toEqual(numbers.slice(0, 500));
  expect(numbers.slice(0, 500)).toEqual(Array.from({ length: 500 }, (_, n) => n));
  expect(index.numberOf(1, 2)).not.toBe(index.numberOf(2, 1));
});
