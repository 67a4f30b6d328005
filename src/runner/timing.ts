import type { BurstLimit, RunTimes } from '../shared/protocol/workerRunner';

/** Order of the sessions inside a block: a drift that is linear in time hits both alike. */
const BLOCK = ['a', 'b', 'b', 'a'] as const;

interface TimedRun<T> {
  readonly result: T;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly preemptions: number;
  readonly pageFaults: number;
}

/** One run with what it took. The wall clock is read last and first: what counting costs is not counted. */
export async function timeOnce<T>(run: () => Promise<T>): Promise<TimedRun<T>> {
  const before = process.resourceUsage();
  const start = performance.now();
  const result = await run();
  const wallMs = performance.now() - start;
  const after = process.resourceUsage();
  return {
    result,
    wallMs,
    cpuMs: (after.userCPUTime + after.systemCPUTime - before.userCPUTime - before.systemCPUTime) / 1000,
    preemptions: after.involuntaryContextSwitches - before.involuntaryContextSwitches,
    pageFaults: after.minorPageFault + after.majorPageFault - before.minorPageFault - before.majorPageFault,
  };
}

/** Collects single runs. */
class Stopwatch {
  private readonly runs: Omit<TimedRun<unknown>, 'result'>[] = [];

  async time(run: () => Promise<unknown>): Promise<void> {
    // Results are large: none is kept.
    const { wallMs, cpuMs, preemptions, pageFaults } = await timeOnce(run);
    this.runs.push({ wallMs, cpuMs, preemptions, pageFaults });
  }

  get times(): RunTimes {
    return {
      wallMs: Float64Array.from(this.runs, run => run.wallMs),
      cpuMs: Float64Array.from(this.runs, run => run.cpuMs),
      preemptions: Uint32Array.from(this.runs, run => run.preemptions),
      pageFaults: Uint32Array.from(this.runs, run => run.pageFaults),
    };
  }
}

/** Runs `run` until the limit is reached, at least once. Between runs the event loop turns, so that messages are taken. */
export async function timeBurst(run: () => Promise<unknown>, limit: BurstLimit): Promise<RunTimes> {
  const stopwatch = new Stopwatch();
  await repeat(limit, () => stopwatch.time(run));
  return stopwatch.times;
}

/** Blocks of A, B, B, A until the limit is reached, at least one; four entries per block. */
export async function timeAbbaBlocks(a: () => Promise<unknown>, b: () => Promise<unknown>, limit: BurstLimit): Promise<RunTimes> {
  const stopwatch = new Stopwatch();
  await repeat(limit, async () => {
    for (const which of BLOCK) await stopwatch.time(which === 'a' ? a : b);
  });
  return stopwatch.times;
}

async function repeat({ maxRuns, maxMs }: BurstLimit, step: () => Promise<void>): Promise<void> {
  const end = performance.now() + maxMs;
  for (let run = 0; run < maxRuns; run++) {
    if (run > 0 && performance.now() >= end) return;
    await step();
  }
}
