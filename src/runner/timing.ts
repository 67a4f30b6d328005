import type { BurstLimit, RunTimes } from '../shared/protocol/workerRunner';

/** Order of the sessions inside a block: a drift that is linear in time hits both alike. */
const BLOCK = ['a', 'b', 'b', 'a'] as const;

/** One run with its wall time and the CPU time of all threads of the process. */
export async function timeOnce<T>(run: () => Promise<T>): Promise<{ readonly result: T; readonly wallMs: number; readonly cpuMs: number }> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const result = await run();
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { result, wallMs, cpuMs: (user + system) / 1000 };
}

/** Collects the times of single runs. */
class Stopwatch {
  private readonly wallMs: number[] = [];
  private readonly cpuMs: number[] = [];

  async time(run: () => Promise<unknown>): Promise<void> {
    const { wallMs, cpuMs } = await timeOnce(run);
    this.wallMs.push(wallMs);
    this.cpuMs.push(cpuMs);
  }

  get times(): RunTimes {
    return { wallMs: Float64Array.from(this.wallMs), cpuMs: Float64Array.from(this.cpuMs) };
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
