import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseSmoothing } from '../../../../src/optimize/quantize/chooseSmoothing';
import { compensateRows } from '../../../../src/optimize/quantize/compensateRows';
import { chooseScales, quantizeRows } from '../../../../src/optimize/quantize/quantizedWeight';
import { refineRows } from '../../../../src/optimize/quantize/refineRows';
import { noise } from '../../../fixtures/sketchGraph';

const DEPTH = 24;
const CHANNELS = 8;
const DRAWS = 50;

/** Second moments of inputs of which neighbours are alike. */
function gramOf(seed: number): Float64Array {
  const rows = 200;
  const raw = noise(rows * DEPTH, seed);
  const inputs = raw.map((value, index) => value + 2 * (raw[index - 1] ?? 0));
  const gram = new Float64Array(DEPTH * DEPTH);
  for (let a = 0; a < DEPTH; a++)
    for (let b = 0; b < DEPTH; b++)
      for (let row = 0; row < rows; row++) gram[a * DEPTH + b]! += (inputs[row * DEPTH + a]! * inputs[row * DEPTH + b]!) / rows;
  return gram;
}

/** Squared error of the outputs: tr(ΔW · G · ΔWᵀ). */
function outputError(weights: Float32Array, levels: Int8Array, scales: Float32Array, gram: Float64Array): number {
  let error = 0;
  for (let channel = 0; channel < CHANNELS; channel++) {
    const delta = Array.from({ length: DEPTH }, (_, k) => levels[channel * DEPTH + k]! * scales[channel]! - weights[channel * DEPTH + k]!);
    for (let a = 0; a < DEPTH; a++) for (let b = 0; b < DEPTH; b++) error += delta[a]! * gram[a * DEPTH + b]! * delta[b]!;
  }
  return error;
}

describe('rounding together', () => {
  // One input after the other is greedy: about one draw in 10,000 comes out worse, so that only draws that are always the same can be judged.
  it('changes outputs less than rounding to nearest where inputs are alike, by a sixth at least on the mean', () => {
    const shares = Array.from({ length: DRAWS }, (_, draw) => {
      const weights = Float32Array.from(noise(CHANNELS * DEPTH, draw + 1));
      const scales = chooseScales(weights, CHANNELS, 'full');
      const gram = gramOf(draw + 2);
      const together = outputError(weights, compensateRows(weights, scales, 127, gram), scales, gram);
      return together / outputError(weights, quantizeRows(weights, scales, 'full'), scales, gram);
    });
    expect(Math.max(...shares)).toBeLessThan(1);
    expect(shares.reduce((sum, share) => sum + share, 0) / DRAWS).toBeLessThan(5 / 6);
  });

  it('is refined without ever changing outputs more, from any start', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.boolean(), (seed, isTogether) => {
        const weights = Float32Array.from(noise(CHANNELS * DEPTH, seed));
        const scales = chooseScales(weights, CHANNELS, 'full');
        const gram = gramOf(seed + 1);
        const levels = isTogether ? compensateRows(weights, scales, 127, gram) : quantizeRows(weights, scales, 'full');
        const before = outputError(weights, levels, scales, gram);
        refineRows(weights, levels, scales, 127, gram);
        const after = outputError(weights, levels, scales, gram);
        expect(after).toBeLessThanOrEqual(before * (1 + 1e-9));
        if (!isTogether) expect(after).toBeLessThan(before);
        expect(levels.every(level => Math.abs(level) <= 127)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it('stays on the grid, also for inputs that never come and channels of zeros', () => {
    const weights = Float32Array.from(noise(CHANNELS * DEPTH, 5)).fill(0, 0, DEPTH);
    const scales = chooseScales(weights, CHANNELS, '7-bit');
    const levels = compensateRows(weights, scales, 64, new Float64Array(DEPTH * DEPTH));
    expect(levels.every(level => Math.abs(level) <= 64)).toBe(true);
    expect([...levels.subarray(0, DEPTH)]).toEqual(new Array(DEPTH).fill(0));
  });
});

describe('clipping weights', () => {
  it('never has a larger squared error than the scale of the largest weight', () => {
    const weights = Float32Array.from(noise(CHANNELS * DEPTH, 3));
    const [whole, clipped] = [chooseScales(weights, CHANNELS, 'full'), chooseScales(weights, CHANNELS, 'full', true)];
    const identity = new Float64Array(DEPTH * DEPTH).map((_, index) => (index % (DEPTH + 1) === 0 ? 1 : 0));
    const errorOf = (scales: Float32Array): number => outputError(weights, quantizeRows(weights, scales, 'full'), scales, identity);
    expect(errorOf(clipped)).toBeLessThan(errorOf(whole));
    expect(clipped.every((scale, channel) => scale <= whole[channel]!)).toBe(true);
  });
});

describe('smoothing', () => {
  const matrix = { values: Float32Array.from(noise(DEPTH * CHANNELS, 9)), channels: CHANNELS, depth: DEPTH, isDepthFirst: true };
  const flat = new Float64Array(DEPTH).fill(1);

  it('divides a channel that is much larger than others by more', () => {
    const variance = flat.slice();
    variance[3] = 2500;
    const factors = chooseSmoothing({ mean: new Float64Array(DEPTH), variance }, [matrix]);
    expect(factors).toBeDefined();
    expect(factors?.every((factor, j) => j === 3 || factor < (factors[3] ?? 0))).toBe(true);
  });

  it('leaves channels alone that are alike, and a layer that reads other ones', () => {
    const even = { ...matrix, values: new Float32Array(DEPTH * CHANNELS).fill(0.5) };
    expect(chooseSmoothing({ mean: new Float64Array(DEPTH), variance: flat }, [even])).toBeUndefined();
    expect(chooseSmoothing({ mean: new Float64Array(2), variance: new Float64Array(2).fill(1) }, [matrix])).toBeUndefined();
  });

  it('gives finite factors for channels that are never there or never read', () => {
    const variance = flat.slice().fill(0, 0, 4);
    variance[9] = 900;
    const values = matrix.values.slice().fill(0, 8 * CHANNELS, 10 * CHANNELS);
    const factors = chooseSmoothing({ mean: new Float64Array(DEPTH), variance }, [{ ...matrix, values }]) ?? flat;
    expect(factors.every(factor => Number.isFinite(factor) && factor > 0)).toBe(true);
  });
});
