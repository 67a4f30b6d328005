import { formatSignificant } from '../shared/base/formatNumber';
import type { NamedTensors } from '../shared/graph/denseTensor';
import type { LatencyComparison, Speedup } from '../shared/report/comparison';
import type { LatencyStatistics } from '../shared/report/latency';
import type { FedSession, RunnerProcess } from './runnerProcess';
import { latencyStatistics } from './latencyStatistics';
import { speedupOfBlocks } from './statistics/speedup';
import { isWarm } from './statistics/warmup';

const BURST_MS = 250;
const WARMUP_MS = 1000;
/** Measuring ends when the interval is narrow enough, at the latest after this. */
const MEASURE_MS = 6000;
const FEWEST_BLOCKS = 10;
const MOST_BLOCKS = 2000;
/** Half-width of the ratio's interval that is narrow enough. */
const NARROW = 0.01;
const PER_BLOCK = 4;

export interface LatencyPair {
  readonly runner: RunnerProcess;
  /** Model files: the original and the variant. */
  readonly base: string;
  readonly variant: string;
  /** The same inputs for both. */
  readonly feeds: NamedTensors;
  readonly threads: number;
  readonly batch: number;
  readonly seed: number;
  readonly onProgress: (done: number, detail: string) => void;
}

interface LoadedSession extends FedSession {
  readonly loadMs: number;
  readonly firstRunMs: number;
}

/** Times two models in one process, in the same minute, in blocks of A, B, B, A, until the interval of their ratio is narrow or the time is over. */
export async function compareLatency(pair: LatencyPair): Promise<LatencyComparison> {
  const a = await load(pair, pair.base);
  const b = await load(pair, pair.variant);
  const warmupRuns = await warmUp(pair, a, b);
  const wallMs: number[] = [];
  const cpuMs: number[] = [];
  const start = performance.now();
  let speedup = undefined as Speedup | undefined;
  while (!isEnough(speedup, wallMs.length / PER_BLOCK, performance.now() - start)) {
    const burst = await pair.runner.timeBlocks(a, b, { maxRuns: MOST_BLOCKS - wallMs.length / PER_BLOCK, maxMs: BURST_MS });
    wallMs.push(...burst.wallMs);
    cpuMs.push(...burst.cpuMs);
    speedup = speedupOfBlocks({ wallMs, cpuMs }, pair.seed);
    pair.onProgress((performance.now() - start) / MEASURE_MS, `${wallMs.length / PER_BLOCK} blocks, ${formatSignificant(speedup.median)}×`);
  }
  const side = (session: LoadedSession, slots: readonly [number, number]): LatencyStatistics => {
    const { loadMs, firstRunMs } = session;
    // Both sessions live in one process: whose memory it is cannot be told.
    const peakRssBytes = Number.NaN;
    const times = { wallMs: ofSlots(wallMs, slots), cpuMs: ofSlots(cpuMs, slots) };
    return latencyStatistics({ ...times, threads: pair.threads, loadMs, firstRunMs, warmupRuns, peakRssBytes });
  };
  const final = speedup ?? speedupOfBlocks({ wallMs, cpuMs }, pair.seed);
  return { before: side(a, [0, 3]), after: side(b, [1, 2]), speedup: final, batch: pair.batch };
}

async function load({ runner, threads, feeds }: LatencyPair, file: string): Promise<LoadedSession> {
  // Threads of the session that rests must not spin on the cores of the one that runs.
  const configuration = { 'session.force_spinning_stop': '1' };
  const { session, loadMs } = await runner.createSession(file, { threads, graphOptimization: 'all', configuration });
  const fed = { session, feeds: await runner.storeFeeds(feeds) };
  const first = await runner.timeRuns(fed, { maxRuns: 1, maxMs: 0 }, true);
  return { ...fed, loadMs, firstRunMs: first.wallMs[0] ?? Number.NaN };
}

/** Interleaved as well; returns the runs of each side, the first included. */
async function warmUp({ runner, onProgress }: LatencyPair, a: FedSession, b: FedSession): Promise<number> {
  const wallMs: number[] = [];
  const start = performance.now();
  const slots = (which: readonly [number, number]): number[] => ofSlots(wallMs, which);
  while (!(isWarm(slots([0, 3])) && isWarm(slots([1, 2]))) && performance.now() - start < WARMUP_MS) {
    wallMs.push(...(await runner.timeBlocks(a, b, { maxRuns: 5, maxMs: BURST_MS })).wallMs);
    onProgress(0, 'warming up');
  }
  return 1 + wallMs.length / 2;
}

function isEnough(speedup: Speedup | undefined, blocks: number, elapsedMs: number): boolean {
  if (speedup === undefined || blocks < FEWEST_BLOCKS) return blocks > 0 && elapsedMs > 3 * MEASURE_MS;
  if (elapsedMs >= MEASURE_MS || blocks >= MOST_BLOCKS) return true;
  return (speedup.high - speedup.low) / 2 <= NARROW * speedup.median;
}

function ofSlots(times: readonly number[], [first, second]: readonly [number, number]): number[] {
  return times.filter((_, index) => index % PER_BLOCK === first || index % PER_BLOCK === second);
}
