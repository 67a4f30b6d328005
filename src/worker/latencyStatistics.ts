import { largest } from '../shared/base/extremes';
import { formatShare } from '../shared/base/formatNumber';
import type { LatencyStatistics } from '../shared/report/latency';
import { wideInterval } from '../shared/report/wideInterval';
import { usualCpuMs } from './statistics/cpuClock';
import { drift } from './statistics/drift';
import type { Interval } from './statistics/interval';
import { median, quantileOfSorted, sorted } from '../shared/base/quantile';
import { relativeHalfWidth } from './statistics/medianInterval';
import { medianOfRuns } from './statistics/medianOfRuns';
import { combineSessions, type SessionEstimate } from './statistics/randomEffects';
import { Z_95 } from './statistics/studentQuantile';

const CONFIDENCE = 0.95;
/** Beyond these a median says little about the next run. */
const WIDEST_HALF_WIDTH = 0.1;
const LARGEST_DRIFT = 0.1;
/** From here on order statistics reach the confidence; below, the interval is the range of all runs. */
const FEWEST_RUNS = 6;
const LARGEST_SPREAD = 0.1;
/** Wall time above CPU time of one busy thread: somebody else had the processor. */
const MOST_WAITING = 1.3;

/** Timed runs of one session, and what was noted beside them; NaN for what could not be. */
export interface SessionRuns {
  readonly wallMs: ArrayLike<number>;
  readonly cpuMs: ArrayLike<number>;
  readonly pageFaults: ArrayLike<number>;
  readonly processStartMs: number;
  readonly loadMs: number;
  readonly firstRunMs: number;
  readonly warmupRuns: number;
  readonly warmupMs: number;
  readonly peakRssBytes: number;
}

export interface TimedSessions {
  /** At least one. */
  readonly sessions: readonly SessionRuns[];
  readonly threads: number;
  /** Samples of one run. */
  readonly batch: number;
  /** What else is known against the times, one sentence each. */
  readonly disturbances?: readonly string[];
  readonly coldLoadMs?: number | undefined;
  readonly arenaBytes?: number | undefined;
}

/** Statistics of timed runs, with every reason to doubt them. */
export function latencyStatistics({ sessions, threads, batch, ...beside }: TimedSessions): LatencyStatistics {
  const wallMs = sessions.flatMap(session => Array.from(session.wallMs));
  const ordered = sorted(wallMs);
  const interval = latencyInterval(sessions);
  const notes = [...doubts(sessions, threads), ...(beside.disturbances ?? [])];
  const over = (value: (session: SessionRuns) => number): number => median(sessions.map(value));
  return {
    medianMs: interval.median,
    lowMs: interval.low,
    highMs: interval.high,
    minMs: ordered[0] ?? Number.NaN,
    p90Ms: quantileOfSorted(ordered, 0.9),
    p95Ms: quantileOfSorted(ordered, 0.95),
    p99Ms: quantileOfSorted(ordered, 0.99),
    throughputPerSecond: (1000 * batch * ordered.length) / ordered.reduce((sum, ms) => sum + ms, 0),
    runs: ordered.length,
    warmupRuns: sessions.reduce((sum, { warmupRuns }) => sum + warmupRuns, 0),
    sessions: sessions.length,
    sessionSpread: sessions.length < 2 ? Number.NaN : combineSessions(sessions.map(sessionEstimate)).spread,
    confidence: coverage(sessions),
    processStartMs: over(session => session.processStartMs),
    coldLoadMs: beside.coldLoadMs ?? Number.NaN,
    loadMs: over(session => session.loadMs),
    firstRunMs: over(session => session.firstRunMs),
    warmupMs: over(session => session.warmupMs),
    cpuMs: usualCpuMs(sessions.flatMap(({ cpuMs }) => Array.from(cpuMs))),
    pageFaults: median(sessions.flatMap(({ pageFaults }) => Array.from(pageFaults))),
    peakRssBytes: largest(sessions.map(({ peakRssBytes }) => peakRssBytes)),
    arenaBytes: beside.arenaBytes ?? Number.NaN,
    reliable: notes.length === 0,
    notes,
    doubts: notes,
    samplesMs: Float64Array.from(wallMs),
  };
}

/** What profiled runs say about latency, in milliseconds: a profiled session is no measurement of it, so this is never reliable. */
export function recordedLatency(wallMs: ArrayLike<number>, threads: number): LatencyStatistics {
  const unknown = Number.NaN;
  const times = { processStartMs: unknown, loadMs: unknown, firstRunMs: unknown, warmupMs: unknown };
  const session = { wallMs, cpuMs: [unknown], pageFaults: [unknown], warmupRuns: 1, peakRssBytes: unknown, ...times };
  return { ...latencyStatistics({ sessions: [session], threads, batch: 1 }), reliable: false };
}

/** With which probability the interval covers the median: the range of a few runs of one session misses it when all are on one side of it. */
function coverage(sessions: readonly Pick<SessionRuns, 'wallMs'>[]): number {
  const runs = sessions[0]?.wallMs.length ?? 0;
  return sessions.length < 2 && runs < FEWEST_RUNS ? Math.max(0, 1 - 2 ** (1 - runs)) : CONFIDENCE;
}

/** Median with its interval: of one session by order statistics, of several with what they differ by. */
export function latencyInterval(sessions: readonly Pick<SessionRuns, 'wallMs'>[]): Interval {
  const [only, ...others] = sessions;
  if (only === undefined) return { median: Number.NaN, low: Number.NaN, high: Number.NaN };
  if (others.length === 0) return medianOfRuns(only.wallMs);
  const { median: middle, low, high } = combineSessions(sessions.map(sessionEstimate));
  return { median: Math.exp(middle), low: Math.exp(low), high: Math.exp(high) };
}

function sessionEstimate({ wallMs }: Pick<SessionRuns, 'wallMs'>): SessionEstimate {
  const { median: middle, low, high } = medianOfRuns(wallMs);
  return { value: Math.log(middle), variance: (Math.log(high / low) / (2 * Z_95)) ** 2 };
}

/** Why a measurement should not be trusted, one sentence each. */
function doubts(sessions: readonly SessionRuns[], threads: number): readonly string[] {
  const notes: string[] = [];
  const runs = sessions.reduce((sum, { wallMs }) => sum + wallMs.length, 0);
  if (runs < FEWEST_RUNS) {
    const counted = `There was time for ${runs} ${runs === 1 ? 'run' : 'runs'} only`;
    const covered = formatShare(coverage(sessions), 0);
    const means =
      sessions.length < 2 ? `their range covers the median with ${covered}` : 'the interval rests on what is usual between sessions';
    notes.push(`${counted}; ${means}.`);
  }
  const halfWidth = relativeHalfWidth(latencyInterval(sessions));
  if (halfWidth > WIDEST_HALF_WIDTH) notes.push(wideInterval(halfWidth));
  const change = median(sessions.map(({ wallMs }) => drift(wallMs) ?? 0));
  if (Math.abs(change) > LARGEST_DRIFT) {
    notes.push(`Times drifted by ${formatShare(change, 0)} while measuring; the processor may have changed its clock.`);
  }
  const waiting = median(sessions.map(({ wallMs, cpuMs }) => median(wallMs) / usualCpuMs(cpuMs)));
  if (threads === 1 && waiting > MOST_WAITING && Number.isFinite(waiting)) {
    notes.push(`Runs waited: they took ${waiting.toFixed(1)}× the CPU time that they used. Other programs are busy.`);
  }
  const spread = sessions.length < 2 ? 0 : combineSessions(sessions.map(sessionEstimate)).spread;
  if (spread > LARGEST_SPREAD) notes.push(`Fresh sessions of the model differ by ±${formatShare(spread, 0)} from each other.`);
  return notes;
}
