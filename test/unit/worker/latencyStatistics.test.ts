import { describe, expect, it } from 'vitest';
import { latencyStatistics, type TimedRuns } from '../../../src/worker/latencyStatistics';

const calm = Float64Array.from({ length: 40 }, (_, run) => 10 + (run % 4) / 100);

function runs(change: Partial<TimedRuns>): TimedRuns {
  return { wallMs: calm, cpuMs: calm, threads: 1, loadMs: 5, firstRunMs: 20, warmupRuns: 10, peakRssBytes: 1e8, ...change };
}

describe('latencyStatistics', () => {
  it('describes calm runs and trusts them', () => {
    const statistics = latencyStatistics(runs({}));
    expect(statistics).toMatchObject({ runs: 40, warmupRuns: 10, minMs: 10, loadMs: 5, reliable: true, notes: [] });
    expect(statistics.lowMs).toBeLessThanOrEqual(statistics.medianMs);
    expect(statistics.p99Ms).toBeCloseTo(10.03, 6);
    expect([...statistics.samplesMs]).toEqual([...calm]);
  });

  it.each([
    ['vary', { wallMs: calm.map((ms, run) => ms * (run % 2 === 0 ? 1 : 3)) }],
    ['drifted', { wallMs: calm.map((ms, run) => ms * (run < 20 ? 1 : 1.5)) }],
    ['waited', { wallMs: calm.map(ms => ms * 2) }],
  ])('says that times %s', (word, change) => {
    const { reliable, notes } = latencyStatistics(runs(change));
    expect(reliable).toBe(false);
    expect(notes.join(' ')).toContain(word);
  });

  it('does not call busy threads waiting', () => {
    expect(latencyStatistics(runs({ threads: 4, cpuMs: calm.map(ms => ms / 2) })).reliable).toBe(true);
  });

  it('says with how much a few runs cover the median', () => {
    const few = latencyStatistics(runs({ wallMs: [10, 11, 10, 11], cpuMs: [10, 11, 10, 11] }));
    expect(few).toMatchObject({ confidence: 0.875, lowMs: 10, highMs: 11, reliable: false });
    expect(few.notes.join(' ')).toContain('4 runs only');
    expect(latencyStatistics(runs({ wallMs: [10, 11, 10, 11, 10, 10], cpuMs: [10, 11, 10, 11, 10, 10] })).confidence).toBe(0.95);
  });
});
