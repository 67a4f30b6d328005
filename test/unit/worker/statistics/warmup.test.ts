import { describe, expect, it } from 'vitest';
import { drift } from '../../../../src/worker/statistics/drift';
import { isWarm } from '../../../../src/worker/statistics/warmup';

describe('isWarm', () => {
  it('waits for ten runs', () => {
    expect(isWarm(Array.from({ length: 9 }, () => 1))).toBe(false);
    expect(isWarm(Array.from({ length: 10 }, () => 1))).toBe(true);
  });

  it('waits until times stop falling', () => {
    expect(isWarm([20, 18, 16, 15, 14, 12, 11, 10, 10, 10])).toBe(false);
    expect(isWarm([20, 18, 10.1, 10, 10, 10, 10, 10.1, 10, 10.1, 10, 10])).toBe(true);
  });
});

describe('drift', () => {
  it('compares the halves', () => {
    expect(drift(Float64Array.from({ length: 40 }, (_, run) => (run < 20 ? 10 : 12)))).toBeCloseTo(0.2, 12);
  });

  it('says nothing about few runs', () => {
    expect(drift([1, 2, 3])).toBeUndefined();
  });
});
