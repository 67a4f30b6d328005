import { afterEach, expect, it } from 'vitest';
import { nameControlsOf } from '../../../src/shared/base/control';
import { retryHint } from '../../../src/worker/retryHint';

afterEach(() => nameControlsOf('commandLine'));

it.each([
  [undefined, /^$/],
  [{}, /\(--graph-optimization disabled\)/],
  [{ without: 'fusions' }, /\(--graph-optimization disabled --no-arena\)/],
  [{ without: 'arena' }, /the node itself/],
] as const)('offers after %j the next step of the ladder', (ladder, words) => {
  expect(retryHint(ladder)).toMatch(words);
});

it.each([{}, { without: 'fusions' }] as const)('names no option on a page, where a button does the same: %j', ladder => {
  nameControlsOf('pages');
  expect(retryHint(ladder)).toMatch(/sometimes helps\.$/);
  expect(retryHint(ladder)).not.toContain('--');
});
