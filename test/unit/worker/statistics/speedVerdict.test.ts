import { describe, expect, it } from 'vitest';
import { isUndecided, speedVerdict } from '../../../../src/worker/statistics/speedVerdict';

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
    expect(speedVerdict({ low, high })).toBe(verdict);
  });

  it('asks CPU time as a witness', () => {
    const faster = { low: 1.05, high: 1.1 };
    expect(speedVerdict(faster, { low: 1.04, high: 1.09 })).toBe('faster');
    expect(speedVerdict(faster, { low: 0.98, high: 1.3 })).toBe('faster');
    expect(speedVerdict(faster, { low: 0.99, high: 1.01 })).toBe('no measurable difference');
    expect(speedVerdict({ low: 0.9, high: 0.95 }, { low: 0.99, high: 1.01 })).toBe('no measurable difference');
  });
});

describe('isUndecided', () => {
  it.each([
    [0.95, 'no measurable difference', true],
    [1.05, 'too noisy', true],
    [0.99, 'no measurable difference', false],
    [1.01, 'too noisy', false],
    [0.95, 'slower', false],
    [1.05, 'faster', false],
  ] as const)('%f, %s: %s', (median, verdict, expected) => {
    expect(isUndecided({ median, verdict })).toBe(expected);
  });
});
