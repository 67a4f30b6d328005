import { expect, it } from 'vitest';
import { startDeadlineMs } from '../../../src/worker/startDeadline';

it('a runner has as long to start as for any other step, and half a minute where these have less', () => {
  expect(startDeadlineMs(120_000)).toBe(120_000);
  expect(startDeadlineMs(3_600_000)).toBe(3_600_000);
  expect(startDeadlineMs(1000)).toBe(30_000);
});
