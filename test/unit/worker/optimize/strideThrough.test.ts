import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { strideThrough } from '../../../../src/worker/optimize/strideThrough';

describe('strideThrough', () => {
  it('meets every position of every axis', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 2, max: 9 }), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 50 }),
        (axes, least) => {
          const elements = axes.reduce((a, b) => a * b, 1);
          const stride = strideThrough(elements, least);
          expect(stride).toBeGreaterThanOrEqual(least);
          const met = new Set(Array.from({ length: elements }, (_, step) => (step * stride) % elements));
          expect(met.size).toBe(elements);
        },
      ),
    );
  });

  it('keeps a stride that fits, and everything where that is asked for', () => {
    expect(strideThrough(49, 63)).toBe(64);
    expect(strideThrough(10, 3)).toBe(3);
    expect(strideThrough(0, 0)).toBe(1);
  });
});
