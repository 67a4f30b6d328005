import { describe, expect, it } from 'vitest';
import { normalFrom, seededRandom } from '../../../../src/shared/base/random';
import { speedupOfBlocks, speedVerdict } from '../../../../src/worker/statistics/speedup';

/** Blocks of A, B, B, A; noise is multiplicative and shared by a block in part, as on a busy machine. */
function blocks(count: number, a: number, b: number, noise: number, seed: number): Float64Array {
  const normal = normalFrom(seededRandom(seed));
  return Float64Array.from({ length: count }, () => 1 + noise * Math.abs(normal())).reduce(
    (times, disturbed, block) => {
      [a, b, b, a].forEach((time, slot) => (times[4 * block + slot] = time * disturbed * (1 + (noise / 4) * Math.abs(normal()))));
      return times;
    },
    new Float64Array(4 * count),
  );
}

describe('speedupOfBlocks', () => {
  it('finds a factor of two', () => {
    const times = blocks(20, 10, 5, 0.05, 1);
    const speedup = speedupOfBlocks({ wallMs: times, cpuMs: times }, 0);
    expect(speedup.verdict).toBe('faster');
    expect(speedup.low).toBeLessThanOrEqual(speedup.median);
    expect(speedup.median).toBeCloseTo(2, 1);
    expect(speedup.deltaMs.median).toBeLessThan(-4);
    expect(speedup.cpuRatio).toBeCloseTo(2, 1);
  });

  it('calls identical models the same', () => {
    const verdicts = Array.from({ length: 20 }, (_, seed) => {
      const times = blocks(25, 10, 10, 0.05, seed + 100);
      return speedupOfBlocks({ wallMs: times, cpuMs: times }, seed).verdict;
    });
    expect(verdicts.filter(verdict => verdict === 'faster' || verdict === 'slower')).toEqual([]);
  });

  it('is the same for the same seed', () => {
    const times = blocks(10, 3, 4, 0.1, 7);
    expect(speedupOfBlocks({ wallMs: times, cpuMs: times }, 5)).toEqual(speedupOfBlocks({ wallMs: times, cpuMs: times }, 5));
  });
});

describe('speedVerdict', () => {
  it.each([
    [1.03, 1.2, 'faster'],
    [0.8, 0.95, 'slower'],
    [0.99, 1.01, 'no measurable difference'],
    [1.005, 1.06, 'no measurable difference'],
    [0.7, 1.4, 'too noisy'],
    [0.6, 0.98, 'too noisy'],
    [1.06, 2.14, 'too noisy'],
    [1.45, 2.1, 'faster'],
    [0.4, 0.6, 'slower'],
    [Number.NaN, Number.NaN, 'too noisy'],
  ] as const)('%f to %f is %s', (low, high, verdict) => {
    expect(speedVerdict({ median: (low + high) / 2, low, high })).toBe(verdict);
  });
});
