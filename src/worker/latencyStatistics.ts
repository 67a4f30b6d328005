import { formatShare } from '../shared/base/formatNumber';
import type { LatencyStatistics } from '../shared/report/latency';
import { drift } from './statistics/drift';
import { median, medianInterval, quantileOfSorted, relativeHalfWidth, sorted } from './statistics/median';

export const CONFIDENCE = 0.95;
/** Beyond these a median says little about the next run. */
const WIDEST_HALF_WIDTH = 0.1;
const LARGEST_DRIFT = 0.1;
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
    confidence: CONFIDENCE,
    loadMs: runs.loadMs,
    firstRunMs: runs.firstRunMs,
    cpuMs: median(runs.cpuMs),
    peakRssBytes: runs.peakRssBytes,
    reliable: notes.length === 0,
    notes,
    samplesMs: Float64Array.from(runs.wallMs),
  };
}

/** Why a measurement should not be trusted, one sentence each. */
export function doubts({ wallMs, cpuMs, threads }: Pick<TimedRuns, 'wallMs' | 'cpuMs' | 'threads'>): readonly string[] {
  const notes: string[] = [];
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
