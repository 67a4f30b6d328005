import { describe, expect, it } from 'vitest';
import { latencyStatistics, type SessionRuns, type TimedSessions } from '../../../src/worker/latencyStatistics';

const calm = Float64Array.from({ length: 40 }, (_, run) => 10 + (run % 4) / 100);

function session(change: Partial<SessionRuns> = {}): SessionRuns {
  const noted = { processStartMs: 300, loadMs: 5, firstRunMs: 20, warmupRuns: 10, warmupMs: 100, peakRssBytes: 1e8 };
  return { wallMs: calm, cpuMs: calm, pageFaults: [3], ...noted, ...change };
}

function statistics(change: Partial<SessionRuns> = {}, beside: Partial<TimedSessions> = {}) {
  return latencyStatistics({ sessions: [session(change)], threads: 1, batch: 1, ...beside });
}

describe('latencyStatistics', () => {
  it('describes calm runs and trusts them', () => {
    const calmOnes = statistics();
    expect(calmOnes).toMatchObject({
      runs: 40,
      warmupRuns: 10,
      minMs: 10,
      loadMs: 5,
      pageFaults: 3,
      sessions: 1,
      reliable: true,
      notes: [],
    });
    expect(calmOnes.lowMs).toBeLessThanOrEqual(calmOnes.medianMs);
    expect(calmOnes.p95Ms).toBeLessThanOrEqual(calmOnes.p99Ms);
    expect(calmOnes.p99Ms).toBeCloseTo(10.03, 6);
    expect([...calmOnes.samplesMs]).toEqual([...calm]);
  });

  it('counts samples per second', () => {
    expect(statistics({}, { batch: 8 }).throughputPerSecond).toBeCloseTo(8 * 99.85, 0);
  });

  it.each([
    ['vary', { wallMs: calm.map((ms, run) => ms * (run % 2 === 0 ? 1 : 3)) }],
    ['drifted', { wallMs: calm.map((ms, run) => ms * (run < 20 ? 1 : 1.5)) }],
    ['waited', { wallMs: calm.map(ms => ms * 2) }],
  ])('says that times %s', (word, change) => {
    const { reliable, notes } = statistics(change);
    expect(reliable).toBe(false);
    expect(notes.join(' ')).toContain(word);
  });

  it('does not call busy threads waiting', () => {
    expect(statistics({ cpuMs: calm.map(ms => ms / 2) }, { threads: 4 }).reliable).toBe(true);
  });

  it('counts what disturbed the machine as a reason', () => {
    expect(statistics({}, { disturbances: ['Something.'] })).toMatchObject({ reliable: false, notes: ['Something.'] });
  });

  it('takes what sessions differ by into the interval', () => {
    const scaled = (factor: number): SessionRuns => session({ wallMs: calm.map(ms => ms * factor) });
    const several = (factors: readonly number[]) => latencyStatistics({ sessions: factors.map(scaled), threads: 2, batch: 1 });
    const alike = several([1, 1.001, 0.999, 1, 1]);
    const apart = several([1, 1.3, 0.8, 1.2, 0.7]);
    expect(alike).toMatchObject({ sessions: 5, runs: 200, reliable: true });
    expect(alike.highMs / alike.lowMs).toBeLessThan(1.04);
    expect(apart.highMs / apart.lowMs).toBeGreaterThan(1.3);
    expect(apart.notes.join(' ')).toContain('Fresh sessions');
  });

  it('says with how much a few runs cover the median', () => {
    const few = statistics({ wallMs: [10, 11, 10, 11], cpuMs: [10, 11, 10, 11] });
    expect(few).toMatchObject({ confidence: 0.875, lowMs: 10, highMs: 11, reliable: false });
    expect(few.notes.join(' ')).toContain('4 runs only');
    expect(statistics({ wallMs: [10, 11, 10, 11, 10, 10], cpuMs: [10, 11, 10, 11, 10, 10] }).confidence).toBe(0.95);
  });

  it('does not say that the range of runs covers the median where several sessions were made', () => {
    const one = session({ wallMs: [10], cpuMs: [10] });
    const { notes } = latencyStatistics({ sessions: [one, one, one], threads: 1, batch: 1 });
    expect(notes.join(' ')).toContain('3 runs only; the interval rests on');
  });

  it('takes ticks of a coarse clock of CPU time for what they are', () => {
    const ticks = calm.map((_, run) => (run % 16 < 10 ? 15.625 : 0));
    expect(statistics({ cpuMs: ticks })).toMatchObject({ reliable: true, notes: [] });
    expect(statistics({ cpuMs: calm.map(() => 0) })).toMatchObject({ reliable: true, notes: [], cpuMs: 0 });
  });
});
