import { expect, it } from 'vitest';
import { FIRST_TRY, halfTheSamples, underTerms } from '../../../src/host/documents/retryTerms';
import type { RunConditions } from '../../../src/shared/report/jobRequest';

const plain: RunConditions = { dims: {}, threads: undefined, seed: 0 };

it('leaves the first try as it is', () => {
  expect(underTerms(plain, FIRST_TRY)).toBe(plain);
});

it('halves the samples each time, of all that there are at first, and keeps enough to split', () => {
  const once = halfTheSamples(FIRST_TRY, 101) ?? FIRST_TRY;
  expect(underTerms(plain, once).samples).toBe(50);
  expect(halfTheSamples(once, 101)?.samples).toBe(25);
  expect(halfTheSamples(once, 10)?.samples).toBe(5);
  expect(halfTheSamples({ ...FIRST_TRY, samples: 3 }, 101)?.samples).toBe(2);
});

it('does not try again what would not change', () => {
  expect(halfTheSamples({ ...FIRST_TRY, samples: 2 }, 101)).toBeUndefined();
  expect(halfTheSamples(FIRST_TRY, 2)).toBeUndefined();
  expect(halfTheSamples(FIRST_TRY, 0)).toBeUndefined();
});

it('gives more time to the whole job where that is limited, else to each step, also on fewer samples', () => {
  const longer = { patience: 5, samples: 8 };
  expect(underTerms({ ...plain, deadlineMs: 100 }, longer)).toMatchObject({ deadlineMs: 500, samples: 8 });
  expect(underTerms(plain, longer).stepDeadlineMs).toBeGreaterThan(0);
});
