import { describe, expect, it } from 'vitest';
import { resolvesRuns, usualCpuMs } from '../../../../src/worker/statistics/cpuClock';

const TICK_MS = 15.625;

describe('resolvesRuns', () => {
  it.each([
    ['microseconds and runs of milliseconds', [10.001, 10.02, 9.987], true],
    ['microseconds and few long runs', [100, 101.5, 103, 110.001], true],
    ['microseconds and runs of as many', [0.013, 0.014, 0.013], false],
    ['ticks and short runs', [0, 0, TICK_MS, 0, TICK_MS], false],
    ['ticks and runs of a few', [3 * TICK_MS, 4 * TICK_MS, 3 * TICK_MS], false],
    ['ticks and runs of hundreds', [300 * TICK_MS, 301 * TICK_MS], true],
    ['a clock that stands', [0, 0, 0], false],
  ])('judges %s', (_, cpuMs, expected) => {
    expect(resolvesRuns(cpuMs)).toBe(expected);
  });
});

describe('usualCpuMs', () => {
  it('is the median, or the mean of ticks', () => {
    expect(usualCpuMs([10.001, 10.02, 99.987])).toBe(10.02);
    expect(usualCpuMs([0.013, 0.014, 0.9])).toBe(0.014);
    expect(usualCpuMs([0, 0, TICK_MS, 0])).toBeCloseTo(TICK_MS / 4, 9);
  });
});
