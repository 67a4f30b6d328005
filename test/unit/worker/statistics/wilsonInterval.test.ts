import { expect, it } from 'vitest';
import { wilsonInterval } from '../../../../src/worker/statistics/wilsonInterval';

it('gives the published example of Newcombe (1998), 81 of 263', () => {
  const { value, low, high } = wilsonInterval(81, 263);
  expect(value).toBeCloseTo(0.308, 3);
  expect(low).toBeCloseTo(0.2553, 4);
  expect(high).toBeCloseTo(0.3662, 4);
});

it('stays inside 0..1 at the ends', () => {
  expect(wilsonInterval(20, 20)).toMatchObject({ value: 1, high: 1 });
  expect(wilsonInterval(0, 20).low).toBe(0);
  expect(wilsonInterval(20, 20).low).toBeGreaterThan(0.8);
});
