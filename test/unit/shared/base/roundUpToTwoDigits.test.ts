import fc from 'fast-check';
import { expect, it } from 'vitest';
import { roundUpToTwoDigits } from '../../../../src/shared/base/roundUpToTwoDigits';

it('rounds up to whole numbers of two digits', () => {
  expect([0.2, 7.2, 10, 99.5, 100, 101, 123, 2310, 98_765].map(roundUpToTwoDigits)).toEqual([1, 8, 10, 100, 100, 110, 130, 2400, 99_000]);
});

it('is never below the number, and less than a tenth and one above it', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 1e9, noNaN: true }), value => {
      const rounded = roundUpToTwoDigits(value);
      expect(rounded).toBeGreaterThanOrEqual(value);
      expect(rounded).toBeLessThan(value * 1.1 + 1);
      expect(String(rounded)).toMatch(/^\d{1,2}0*$/);
    }),
  );
});
