import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitHeldBack } from '../../../src/data/splitHeldBack';

describe('splitHeldBack', () => {
  it('holds a fifth back, without overlap, ascending, at least one of each', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 500 }), fc.integer(), (count, seed) => {
        const { fit, heldBack } = splitHeldBack(count, seed);
        expect([...fit, ...heldBack].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index));
        expect(heldBack.length).toBe(Math.max(1, Math.round(count / 5)));
        expect(fit.length).toBeGreaterThan(0);
        for (const part of [fit, heldBack]) expect(part).toEqual([...part].sort((a, b) => a - b));
      }),
    );
  });

  it('is the same for the same seed, and another for another', () => {
    expect(splitHeldBack(100, 3)).toEqual(splitHeldBack(100, 3));
    expect(splitHeldBack(100, 3)).not.toEqual(splitHeldBack(100, 4));
  });

  it('fits on a single sample and holds nothing back', () => {
    expect(splitHeldBack(1, 0)).toEqual({ fit: [0], heldBack: [] });
    expect(splitHeldBack(0, 0)).toEqual({ fit: [], heldBack: [] });
  });
});
