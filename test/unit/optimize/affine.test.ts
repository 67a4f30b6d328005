import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundHalfToEven, symmetricScale, uint8Affine, uint8AffineWithin } from '../../../src/optimize/quantize/affine';
import { guardBias } from '../../../src/optimize/quantize/staticWeights';

const finite = fc.float({ min: -1e6, max: 1e6, noNaN: true });
const quantize = (value: number, { scale, zeroPoint }: { scale: number; zeroPoint: number }): number =>
  Math.min(255, Math.max(0, roundHalfToEven(value / scale) + zeroPoint));

describe('affine quantization', () => {
  it('rounds halves to even', () => {
    expect([0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 2.4, -2.6].map(roundHalfToEven)).toEqual([0, 2, 2, -0, -2, -2, 2, -3]);
  });

  it('represents zero exactly and every value of the range within half a step', () => {
    fc.assert(
      fc.property(finite, finite, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, share) => {
        const [min, max] = [Math.min(a, b, 0), Math.max(a, b, 0)];
        const affine = uint8Affine(a < b ? a : b, a < b ? b : a);
        const value = min + (max - min) * share;
        const restored = (quantize(value, affine) - affine.zeroPoint) * affine.scale;
        expect((quantize(0, affine) - affine.zeroPoint) * affine.scale).toBe(0);
        expect(Math.abs(restored - value)).toBeLessThanOrEqual(affine.scale * 1.001);
      }),
    );
  });

  it('has the smallest level at zero behind a Relu', () => {
    expect(uint8Affine(0, 3).zeroPoint).toBe(0);
  });

  it('keeps every level inside the limits of a Clip, in float32', () => {
    const limits = fc.tuple(fc.float({ min: -8, max: 0, noNaN: true }), fc.float({ min: Math.fround(0.01), max: 8, noNaN: true }));
    fc.assert(
      fc.property(
        limits,
        fc.float({ min: -9, max: 0, noNaN: true }),
        fc.float({ min: Math.fround(0.01), max: 9, noNaN: true }),
        ([low, high], min, max) => {
          const { scale, zeroPoint } = uint8AffineWithin(Math.max(min, low), Math.min(max, high), { min: low, max: high });
          expect(Math.fround(scale * (255 - zeroPoint))).toBeLessThanOrEqual(high);
          expect(Math.fround(scale * -zeroPoint)).toBeGreaterThanOrEqual(low);
        },
      ),
    );
  });

  it('has some scale for a constant zero', () => {
    expect(uint8Affine(0, 0)).toEqual({ scale: 1, zeroPoint: 0 });
    expect(symmetricScale(0)).toBe(1);
  });

  it('enlarges the weight scale of a channel whose bias would overflow int32', () => {
    const scales = guardBias({ scales: Float32Array.of(1e-8, 0.01, 1), isEmpty: [false, false, true] }, Float32Array.of(100, 1, 2), 0.01);
    const levels = [100, 1, 2].map((bias, channel) => bias / (0.01 * scales[channel]!));
    expect(Math.max(...levels.map(Math.abs))).toBeLessThanOrEqual(2 ** 30 * 1.0001);
    expect(scales[1]).toBeCloseTo(0.01, 6);
    expect(levels[2]).toBeCloseTo(2 ** 20, -2);
  });

  it('ends where a limit is too small for any grid', () => {
    expect(uint8AffineWithin(0, 1, { min: 0, max: 1e-40 })).toEqual({ scale: 1, zeroPoint: 0 });
  });
});
