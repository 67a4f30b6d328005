import { formatDuration } from '../shared/base/formatNumber';
import { latencyInterval, type SessionRuns } from './latencyStatistics';
import type { Rigor } from './rigor';
import type { FedSession, RunnerProcess } from './runnerProcess';
import { median } from '../shared/base/quantile';
import { relativeHalfWidth } from './statistics/medianInterval';
import { medianOfRuns } from './statistics/medianOfRuns';
import { isWarm } from './statistics/warmup';

/** One burst; between bursts there is progress, and the stop rule. */
const BURST_MS = 150;

export interface LatencyTask {
  readonly rigor: Rigor;
  /** A session in a fresh process; the process is disposed here. */
  readonly open: () => Promise<OpenedSession>;
  /** Runs what is measured of a session, without loading and warm-up, for somebody to watch meanwhile. */
  readonly during: (measure: () => Promise<void>) => Promise<void>;
  /** Share done, 0..1, and a few words. */
  readonly onProgress: (done: number, detail: string) => void;
  /** Told after each session but the last what was measured so far, while nothing is measured. */
  readonly onSession?: (sessions: readonly SessionRuns[]) => void;
}

export interface OpenedSession {
  readonly runner: RunnerProcess;
  readonly target: FedSession;
  readonly loadMs: number;
}

/** Measures sessions, each in a process of its own, until the interval of the median over all of them is narrow or the time is over. */
export async function measureLatency(task: LatencyTask): Promise<readonly SessionRuns[]> {
  const { rigor, open, during, onProgress, onSession } = task;
  const sessions: SessionRuns[] = [];
  const start = performance.now();
  while (!hasEnoughSessions(sessions, performance.now() - start, rigor)) {
    if (sessions.length > 0) onSession?.(sessions);
    const opened = await open();
    const before = sessions.length;
    try {
      const progress = (done: number, detail: string): void =>
        onProgress(
          (before + Math.min(1, done)) / rigor.fewestSessions,
          rigor.mostSessions === 1 ? detail : `session ${before + 1}: ${detail}`,
        );
      sessions.push(await measureSession(opened, { rigor, during, onProgress: progress }));
    } finally {
      await opened.runner.dispose();
    }
  }
  return sessions;
}

function hasEnoughSessions(sessions: readonly SessionRuns[], elapsedMs: number, rigor: Rigor): boolean {
  if (sessions.length < rigor.fewestSessions) return false;
  if (sessions.length >= rigor.mostSessions || elapsedMs >= rigor.longestMs) return true;
  return relativeHalfWidth(latencyInterval(sessions)) <= rigor.halfWidth;
}

/** Runs a session until its times are stable, then measures until the median's interval is narrow or the time is over. */
async function measureSession(
  { runner, target, loadMs }: OpenedSession,
  { rigor, during, onProgress }: Omit<LatencyTask, 'open' | 'onSession'>,
): Promise<SessionRuns> {
  const first = await runner.timeRuns(target, { maxRuns: 1, maxMs: 0 }, true);
  const warmup = await warmUp(runner, target, rigor, onProgress);
  const wallMs: number[] = [];
  const cpuMs: number[] = [];
  const pageFaults: number[] = [];
  await during(async () => {
    const start = performance.now();
    while (!hasEnoughRuns(wallMs, performance.now() - start, rigor)) {
      const burst = await runner.timeRuns(target, { maxRuns: rigor.mostRuns - wallMs.length, maxMs: BURST_MS });
      for (const ms of burst.wallMs) wallMs.push(ms);
      for (const ms of burst.cpuMs) cpuMs.push(ms);
      for (const faults of burst.pageFaults) pageFaults.push(faults);
      onProgress((performance.now() - start) / rigor.measureMs, `${wallMs.length} runs, ${formatDuration(median(wallMs))}`);
    }
  });
  const { startMs: processStartMs, peakRssBytes } = runner;
  return { wallMs, cpuMs, pageFaults, processStartMs, loadMs, firstRunMs: first.wallMs[0] ?? Number.NaN, ...warmup, peakRssBytes };
}

/** The first run counts as well. */
async function warmUp(
  runner: RunnerProcess,
  target: FedSession,
  rigor: Rigor,
  onProgress: LatencyTask['onProgress'],
): Promise<Pick<SessionRuns, 'warmupRuns' | 'warmupMs'>> {
  const wallMs: number[] = [];
  const start = performance.now();
  while (!isWarm(wallMs) && performance.now() - start < rigor.warmupMs) {
    const { wallMs: burst } = await runner.timeRuns(target, { maxRuns: 5, maxMs: BURST_MS });
    wallMs.push(...burst);
    onProgress(0, `warming up, ${wallMs.length} runs`);
  }
  return { warmupRuns: wallMs.length + 1, warmupMs: performance.now() - start };
}

function hasEnoughRuns(wallMs: readonly number[], elapsedMs: number, rigor: Rigor): boolean {
  if (wallMs.length < rigor.fewestRuns) return wallMs.length > 0 && elapsedMs > 4 * rigor.measureMs;
  if (elapsedMs >= rigor.measureMs || wallMs.length >= rigor.mostRuns) return true;
  return relativeHalfWidth(medianOfRuns(wallMs)) <= rigor.halfWidth;
}
