import { formatShare } from '../shared/base/formatNumber';
import type { LatencyStatistics } from '../shared/report/latency';
import { drift } from './statistics/drift';
import { median, medianInterval, quantileOfSorted, relativeHalfWidth, sorted } from './statistics/median';

export const CONFIDENCE = 0.95;
/** Beyond these a median says little about the next run. */
const WIDEST_HALF_WIDTH = 0.1;
const LARGEST_DRIFT = 0.1;
/** From here on order statistics reach the confidence; below, the interval is the range of all runs. */
const FEWEST_RUNS = 6;
/** Wall time above CPU time of one busy thread: somebody else had the processor. */
const MOST_WAITING = 1.3;

/** Timed runs of one session, and what was noted beside them. */
export interface TimedRuns {
  readonly wallMs: ArrayLike<number>;
  readonly cpuMs: ArrayLike<number>;
  readonly threads: number;
  readonly loadMs: number;
  readonly firstRunMs: number;
  readonly warmupRuns: number;
  readonly peakRssBytes: number;
}

/** Statistics of timed runs, with every reason to doubt them. */
export function latencyStatistics(runs: TimedRuns): LatencyStatistics {
  const ordered = sorted(runs.wallMs);
  const interval = medianInterval(runs.wallMs, CONFIDENCE);
  const notes = doubts(runs);
  return {
    medianMs: interval.median,
    lowMs: interval.low,
    highMs: interval.high,
    minMs: ordered[0] ?? Number.NaN,
    p90Ms: quantileOfSorted(ordered, 0.9),
    p99Ms: quantileOfSorted(ordered, 0.99),
    runs: ordered.length,
    warmupRuns: runs.warmupRuns,
    confidence: coverage(ordered.length),
    loadMs: runs.loadMs,
    firstRunMs: runs.firstRunMs,
    cpuMs: median(runs.cpuMs),
    peakRssBytes: runs.peakRssBytes,
    reliable: notes.length === 0,
    notes,
    samplesMs: Float64Array.from(runs.wallMs),
  };
}

/** With which probability the interval of so many runs covers the median: their range misses it when all are on one side of it. */
function coverage(runs: number): number {
  return runs < FEWEST_RUNS ? Math.max(0, 1 - 2 ** (1 - runs)) : CONFIDENCE;
}

/** Why a measurement should not be trusted, one sentence each. */
function doubts({ wallMs, cpuMs, threads }: Pick<TimedRuns, 'wallMs' | 'cpuMs' | 'threads'>): readonly string[] {
  const notes: string[] = [];
  const { length } = wallMs;
  if (length < FEWEST_RUNS) {
    notes.push(
      `There was time for ${length} ${length === 1 ? 'run' : 'runs'} only; their range covers the median with ${formatShare(coverage(length), 0)}.`,
    );
  }
  const halfWidth = relativeHalfWidth(medianInterval(wallMs, CONFIDENCE));
  if (halfWidth > WIDEST_HALF_WIDTH) notes.push(`Times vary: the interval of the median is ±${formatShare(halfWidth, 0)} wide.`);
  const change = drift(wallMs);
  if (change !== undefined && Math.abs(change) > LARGEST_DRIFT) {
    notes.push(`Times drifted by ${formatShare(change, 0)} while measuring; the processor may have changed its clock.`);
  }
  const waiting = median(wallMs) / median(cpuMs);
  if (threads === 1 && waiting > MOST_WAITING) {
    notes.push(`Runs waited: they took ${waiting.toFixed(1)}× the CPU time that they used. Other programs are busy.`);
  }
  return notes;
}
