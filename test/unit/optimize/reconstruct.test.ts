import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eliminateChannels } from '../../../src/optimize/reconstruct/eliminateChannels';
import { invertSymmetric } from '../../../src/optimize/reconstruct/invertSymmetric';
import { regressChannels } from '../../../src/optimize/reconstruct/regressChannels';
import { noise } from '../../fixtures/sketchGraph';

/** A·Aᵀ + I/10 of random values: symmetric and positive definite. */
const matrices = fc.record({ n: fc.integer({ min: 1, max: 12 }), seed: fc.nat() }).map(({ n, seed }) => {
  const a = noise(n * n, seed);
  const matrix = Float64Array.from({ length: n * n }, (_, index) => {
    const [row, column] = [Math.floor(index / n), index % n];
    const product = Array.from({ length: n }, (_unused, k) => a[row * n + k]! * a[column * n + k]!).reduce((sum, value) => sum + value, 0);
    return product + (row === column ? 0.1 : 0);
  });
  return { n, matrix };
});

describe('invertSymmetric', () => {
  it('gives the identity when multiplied back', () => {
    fc.assert(
      fc.property(matrices, ({ n, matrix }) => {
        const inverse = invertSymmetric(matrix, n) ?? new Float64Array(0);
        for (let row = 0; row < n; row++) {
          for (let column = 0; column < n; column++) {
            let sum = 0;
            for (let k = 0; k < n; k++) sum += matrix[row * n + k]! * inverse[k * n + column]!;
            expect(sum).toBeCloseTo(row === column ? 1 : 0, 6);
          }
        }
      }),
    );
  });

  it('refuses what is not positive definite', () => {
    expect(invertSymmetric(Float64Array.of(1, 2, 2, 1), 2)).toBeUndefined();
  });
});

/** Channels 0 and 1 are independent, 2 is their sum, 3 is weak; all are read alike. */
const COVARIANCE = Float64Array.of(1, 0, 1, 0, 0, 1, 1, 0, 1, 1, 2, 0, 0, 0, 0, 0.01);
const READING = Float64Array.from({ length: 16 }, (_, index) => (index % 5 === 0 ? 1 : 0));

describe('eliminateChannels', () => {
  it('takes out what the others can say as well, then what is weak', () => {
    const kept = eliminateChannels(COVARIANCE, READING, 4, 2);
    expect(kept).toHaveLength(2);
    expect(kept).not.toContain(3);
  });
});

describe('regressChannels', () => {
  it('finds the dropped channel in the kept ones', () => {
    const { coefficients, offsets } = regressChannels(COVARIANCE, Float64Array.of(1, 2, 8, 0), 4, [0, 1, 3]) ?? {
      coefficients: [],
      offsets: [],
    };
    expect(coefficients[0]).toBeCloseTo(1, 2);
    expect(coefficients[1]).toBeCloseTo(1, 2);
    expect(offsets[0]).toBeCloseTo(5, 1);
  });
});
