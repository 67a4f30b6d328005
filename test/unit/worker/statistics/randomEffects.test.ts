import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalFrom, seededRandom } from '../../../../src/shared/base/random';
import { combineSessions } from '../../../../src/worker/statistics/randomEffects';
import { studentQuantile } from '../../../../src/worker/statistics/studentQuantile';

describe('studentQuantile', () => {
  // Tables of any textbook.
  it.each([
    [3, 3.182],
    [5, 2.571],
    [10, 2.228],
    [30, 2.042],
  ])('of %i degrees of freedom is %f', (degrees, expected) => {
    expect(studentQuantile(degrees)).toBeCloseTo(expected, 2);
  });

  it('needs three degrees', () => {
    expect(() => studentQuantile(2)).toThrow(RangeError);
  });
});

describe('combineSessions', () => {
  const estimates = fc.array(
    fc.record({ value: fc.double({ min: -1, max: 1, noNaN: true }), variance: fc.double({ min: 0, max: 0.1, noNaN: true }) }),
    { minLength: 1, maxLength: 20 },
  );

  it('stays among the sessions, inside its interval, and does not care for their order', () => {
    fc.assert(
      fc.property(estimates, sessions => {
        const { median, low, high, spread } = combineSessions(sessions);
        const values = sessions.map(({ value }) => value);
        expect(median).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
        expect(median).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
        expect(low).toBeLessThan(median);
        expect(high).toBeGreaterThan(median);
        expect(spread).toBeGreaterThanOrEqual(0);
        expect(combineSessions(sessions.toReversed()).median).toBeCloseTo(median, 9);
      }),
    );
  });

  it('covers the truth in about 95 % of cases, with a spread between sessions that is not known', () => {
    const random = seededRandom(5);
    const normal = normalFrom(random);
    let covered = 0;
    for (let trial = 0; trial < 1000; trial++) {
      const sessions = Array.from({ length: 6 }, () => ({ value: 0.04 * normal() + 0.01 * normal(), variance: 1e-4 }));
      const { low, high } = combineSessions(sessions);
      if (low <= 0 && high >= 0) covered++;
    }
    expect(covered).toBeGreaterThan(930);
    expect(covered).toBeLessThan(990);
  });

  it('listens less to a session that is unsure of itself', () => {
    const { median } = combineSessions([
      { value: 0, variance: 1e-6 },
      { value: 0.001, variance: 1e-6 },
      { value: 0.5, variance: 1 },
    ]);
    expect(median).toBeLessThan(0.01);
  });
});
