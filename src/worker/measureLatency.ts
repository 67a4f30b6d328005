import { formatDuration } from '../shared/base/formatNumber';
import type { LatencyStatistics } from '../shared/report/latency';
import { CONFIDENCE, latencyStatistics } from './latencyStatistics';
import type { Rigor } from './rigor';
import type { FedSession, RunnerProcess } from './runnerProcess';
import { median, medianInterval, relativeHalfWidth } from './statistics/median';
import { isWarm } from './statistics/warmup';

/** One burst; between bursts there is progress, and the stop rule. */
const BURST_MS = 150;

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
  const { threads, loadMs } = task;
  const firstRunMs = first.wallMs[0] ?? Number.NaN;
  return latencyStatistics({ wallMs, cpuMs, threads, loadMs, firstRunMs, warmupRuns: warmup + 1, peakRssBytes: runner.peakRssBytes });
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
