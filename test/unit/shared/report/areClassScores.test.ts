import { expect, it } from 'vitest';
import { areClassScores } from '../../../../src/shared/report/areClassScores';

it('takes what is not known of an output for class scores', () => {
  expect(areClassScores('float32', undefined)).toBe(true);
  expect(areClassScores(undefined, ['N', 10])).toBe(true);
  expect(areClassScores('float32', ['N', 'classes'])).toBe(true);
  expect(areClassScores('float32', ['N', undefined])).toBe(true);
});

it('knows what they are not: one score, other ranks, integers', () => {
  expect(areClassScores('float32', [8, 1])).toBe(false);
  expect(areClassScores('float32', [8, 10, 4])).toBe(false);
  expect(areClassScores('int64', undefined)).toBe(false);
});
