import { formatDuration, formatShare } from '../shared/base/formatNumber';
import type { LatencyStatistics } from '../shared/report/latency';
import type { Rigor } from './rigor';
import type { FedSession, RunnerProcess } from './runnerProcess';
import { drift } from './statistics/drift';
import { median, medianInterval, quantileOfSorted, relativeHalfWidth, sorted } from './statistics/median';
import { isWarm } from './statistics/warmup';

/** One burst; between bursts there is progress, and the stop rule. */
const BURST_MS = 150;
const CONFIDENCE = 0.95;
/** Beyond these a median says little about the next run. */
const WIDEST_HALF_WIDTH = 0.1;
const LARGEST_DRIFT = 0.1;
/** Wall time above CPU time of one busy thread: somebody else had the processor. */
const MOST_WAITING = 1.3;

export interface LatencyTask {
  readonly runner: RunnerProcess;
  readonly target: FedSession;
  readonly threads: number;
  readonly loadMs: number;
  readonly rigor: Rigor;
  /** Share done, 0..1, and a few words. */
  readonly onProgress: (done: number, detail: string) => void;
}

/** Runs a session until its times are stable, then measures until the median's interval is narrow or the time is over. */
export async function measureLatency(task: LatencyTask): Promise<LatencyStatistics> {
  const { runner, target, rigor } = task;
  const first = await runner.timeRuns(target, { maxRuns: 1, maxMs: 0 }, true);
  const warmup = await warmUp(task);
  const wallMs: number[] = [];
  const cpuMs: number[] = [];
  const start = performance.now();
  while (!isEnough(wallMs, performance.now() - start, rigor)) {
    const burst = await runner.timeRuns(target, { maxRuns: rigor.mostRuns - wallMs.length, maxMs: BURST_MS });
    wallMs.push(...burst.wallMs);
    cpuMs.push(...burst.cpuMs);
    task.onProgress((performance.now() - start) / rigor.measureMs, `${wallMs.length} runs, ${formatDuration(median(wallMs))}`);
  }
  return statistics(task, { wallMs, cpuMs, firstRunMs: first.wallMs[0] ?? Number.NaN, warmupRuns: warmup + 1 });
}

async function warmUp({ runner, target, rigor, onProgress }: LatencyTask): Promise<number> {
  const wallMs: number[] = [];
  const start = performance.now();
  while (!isWarm(wallMs) && performance.now() - start < rigor.warmupMs) {
    const { wallMs: burst } = await runner.timeRuns(target, { maxRuns: 5, maxMs: BURST_MS });
    wallMs.push(...burst);
    onProgress(0, `warming up, ${wallMs.length} runs`);
  }
  return wallMs.length;
}

function isEnough(wallMs: readonly number[], elapsedMs: number, rigor: Rigor): boolean {
  if (wallMs.length < rigor.fewestRuns) return wallMs.length > 0 && elapsedMs > 4 * rigor.measureMs;
  if (elapsedMs >= rigor.measureMs || wallMs.length >= rigor.mostRuns) return true;
  return relativeHalfWidth(medianInterval(wallMs, CONFIDENCE)) <= rigor.halfWidth;
}

interface Samples {
  readonly wallMs: readonly number[];
  readonly cpuMs: readonly number[];
  readonly firstRunMs: number;
  readonly warmupRuns: number;
}

function statistics({ loadMs, runner, threads }: LatencyTask, { wallMs, cpuMs, firstRunMs, warmupRuns }: Samples): LatencyStatistics {
  const ordered = sorted(wallMs);
  const interval = medianInterval(wallMs, CONFIDENCE);
  const notes = doubts(wallMs, cpuMs, threads);
  return {
    medianMs: interval.median,
    lowMs: interval.low,
    highMs: interval.high,
    minMs: ordered[0] ?? Number.NaN,
    p90Ms: quantileOfSorted(ordered, 0.9),
    p99Ms: quantileOfSorted(ordered, 0.99),
    runs: wallMs.length,
    warmupRuns,
    confidence: CONFIDENCE,
    loadMs,
    firstRunMs,
    cpuMs: median(cpuMs),
    peakRssBytes: runner.peakRssBytes,
    reliable: notes.length === 0,
    notes,
    samplesMs: Float64Array.from(wallMs),
  };
}

/** Why a measurement should not be trusted, one sentence each. */
export function doubts(wallMs: readonly number[], cpuMs: readonly number[], threads: number): readonly string[] {
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
