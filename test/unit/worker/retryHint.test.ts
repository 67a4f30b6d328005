import { expect, it } from 'vitest';
import { retryHint } from '../../../src/worker/retryHint';

it.each([
  [undefined, /^$/],
  [{}, /\(--graph-optimization disabled\)/],
  [{ without: 'fusions' }, /\(--graph-optimization disabled --no-arena\)/],
  [{ without: 'arena' }, /the node itself/],
] as const)('offers after %j the next step of the ladder', (ladder, words) => {
  expect(retryHint(ladder)).toMatch(words);
});
