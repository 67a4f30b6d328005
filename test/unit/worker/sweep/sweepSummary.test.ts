import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SweepPoint } from '../../../../src/shared/report/sweep';
import { defaultThreads, shuffled, sweepCombinations } from '../../../../src/worker/sweep/sweepCombinations';
import { bestWithin, completePoints, kneeOf } from '../../../../src/worker/sweep/sweepSummary';

function point(batch: number, threads: number, medianMs: number): SweepPoint {
  const energyJoules = { low: 1, high: 2, basis: 'estimated', from: 'test' } as const;
  const measured = {
    ...{ medianMs, lowMs: medianMs, highMs: medianMs, p90Ms: medianMs * 1.1, runs: 10, reliable: true, cpuMs: medianMs },
    ...{ loadMs: 1, peakRssBytes: 1, throughputPerSecond: (1000 * batch) / medianMs, energyJoules },
  };
  return { batch, threads, dims: {}, measured, error: undefined };
}

const FAILED: SweepPoint = { batch: 64, threads: 1, dims: {}, measured: undefined, error: { reason: 'memory-limit', message: 'too much' } };
const NO_PRICE = { pricePerHour: undefined, loadPerSecond: undefined };
/** Samples per second: 100, 182, 200, 201. */
const POINTS = [point(1, 1, 10), point(2, 1, 11), point(4, 1, 20), point(8, 1, 39.8), FAILED];

describe('the summary of a sweep', () => {
  it('finds the least latency with nearly all of the throughput', () => {
    expect(kneeOf(POINTS)).toBe(1);
    expect(kneeOf([FAILED])).toBeUndefined();
  });

  it('finds the most throughput within a limit of the p90', () => {
    expect(bestWithin(POINTS, 25)).toBe(2);
    expect(bestWithin(POINTS, 21)).toBe(1);
    expect(bestWithin(POINTS, 1)).toBeUndefined();
    expect(bestWithin(POINTS, undefined)).toBeUndefined();
  });

  it('compares threads with one thread at the same batch', () => {
    const [alone, both, other] = completePoints([point(1, 1, 10), point(1, 2, 6.25), point(2, 2, 5)], NO_PRICE);
    expect(alone?.efficiency).toBe(1);
    expect(both?.efficiency).toBeCloseTo(0.8, 9);
    expect(other?.efficiency).toBeUndefined();
  });

  it('says what a million samples cost and how many instances a load needs', () => {
    const [result] = completePoints([point(1, 1, 10)], { pricePerHour: 0.36, loadPerSecond: 1000 });
    expect(result?.cost?.perMillion).toBeCloseTo(1, 9);
    expect(result?.cost?.instances).toBe(15);
    const [unpriced] = completePoints([point(1, 1, 10)], { pricePerHour: undefined, loadPerSecond: 1000 });
    expect(unpriced?.cost).toEqual({ perMillion: undefined, instances: 15 });
    expect(completePoints([point(1, 1, 10)], NO_PRICE)[0]?.cost).toBeUndefined();
    expect(completePoints([FAILED], { pricePerHour: 1, loadPerSecond: 1 })[0]?.cost).toBeUndefined();
  });
});

describe('combinations', () => {
  it('are all there, once, in any order', () => {
    const axis = fc.uniqueArray(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(axis, axis, axis, fc.nat(), (batch, threads, sequence, seed) => {
        const all = sweepCombinations({ batch, threads, dims: { sequence } });
        expect(all).toHaveLength(batch.length * threads.length * sequence.length);
        const text = (values: readonly unknown[]): readonly string[] => values.map(value => JSON.stringify(value)).sort();
        expect(new Set(text(all)).size).toBe(all.length);
        expect(text(shuffled(all, seed))).toEqual(text(all));
        expect(shuffled(all, seed)).toEqual(shuffled(all, seed));
      }),
    );
  });

  it('go up to the cores', () => {
    expect(defaultThreads(1)).toEqual([1]);
    expect(defaultThreads(2)).toEqual([1, 2]);
    expect(defaultThreads(6)).toEqual([1, 2, 4, 6]);
  });
});
