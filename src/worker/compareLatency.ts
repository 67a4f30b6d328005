import { formatSignificant } from '../shared/base/formatNumber';
import type { NamedTensors } from '../shared/graph/denseTensor';
import type { LatencyComparison, Speedup } from '../shared/report/comparison';
import type { RunTimes, SessionOptions } from '../shared/protocol/workerRunner';
import { MachineWatch } from './machineWatch';
import { latencyStatistics, type SessionRuns } from './latencyStatistics';
import type { ComparisonRigor } from './rigor';
import type { FedSession, RunnerProcess } from './runnerProcess';
import { PER_BLOCK, runsOfSide, type Round } from './statistics/abbaRound';
import { isUndecided } from './statistics/speedVerdict';
import { estimateRound, speedupOfRounds, type RoundEstimate } from './statistics/speedup';
import { isWarm } from './statistics/warmup';

const BURST_MS = 250;

export interface LatencyPair {
  /** Starts a runner; it is disposed here. */
  readonly startRunner: () => Promise<RunnerProcess>;
  /** Model files: the original and the variant. */
  readonly base: string;
  readonly variant: string;
  readonly feeds: NamedTensors;
  /** Where the variant has other inputs; the same for both when absent. */
  readonly variantFeeds?: NamedTensors;
  /** How the variant's session differs from the usual one. */
  readonly variantOptions?: Partial<SessionOptions>;
  readonly threads: number;
  readonly batch: number;
  readonly seed: number;
  readonly rigor: ComparisonRigor;
  readonly onProgress: (done: number, detail: string) => void;
}

type Side = Round['first'];

interface LoadedSession extends FedSession {
  readonly loadMs: number;
  readonly firstRunMs: number;
}

interface TimedRound extends Round {
  readonly loaded: Readonly<Record<Side, LoadedSession>>;
  readonly warmupRuns: number;
  readonly warmupMs: number;
}

/**
 * Times two models in one process, in the same minute, in blocks of A, B, B, A. Where a session's memory happens to lie changes its times, so this is repeated with
 * fresh sessions, made in the other order and with the blocks turned round each time, until the interval of the ratio is narrow or the time is over.
 */
export async function compareLatency(pair: LatencyPair): Promise<LatencyComparison> {
  const { rigor, threads } = pair;
  const watch = new MachineWatch();
  const rounds: TimedRound[] = [];
  const estimates: RoundEstimate[] = [];
  const start = performance.now();
  let runner: RunnerProcess | undefined;
  try {
    let speedup: Speedup | undefined;
    while (!isEnough(speedup, performance.now() - start, rigor)) {
      runner ??= await pair.startRunner();
      const round = await timeRound(pair, runner, watch, rounds.length % 2 === 0 ? 'base' : 'variant');
      rounds.push(round);
      estimates.push(estimateRound(round, pair.seed, threads));
      speedup = speedupOfRounds(estimates, threads);
      pair.onProgress(
        (performance.now() - start) / rigor.longestMs,
        `${rounds.length} pairs of sessions, ${formatSignificant(speedup.median)}×`,
      );
      if (rigor.freshProcesses) {
        await runner.dispose();
        runner = undefined;
      }
    }
    const disturbances = watch.disturbances(rounds, threads);
    const side = (which: Side): LatencyComparison['before'] =>
      latencyStatistics({ sessions: rounds.map(round => sessionRuns(round, which)), threads, batch: pair.batch, disturbances });
    return {
      before: side('base'),
      after: side('variant'),
      speedup: speedup ?? speedupOfRounds(estimates, threads),
      batch: pair.batch,
      takenAt: new Date().toISOString(),
    };
  } finally {
    await runner?.dispose();
  }
}

async function timeRound(pair: LatencyPair, runner: RunnerProcess, watch: MachineWatch, first: Side): Promise<TimedRound> {
  const start = performance.now();
  const a = await load(pair, runner, first);
  const b = await load(pair, runner, first === 'base' ? 'variant' : 'base');
  const loadingMs = performance.now() - start;
  const warmup = await warmUp(pair, runner, a, b);
  const times = await watch.during(() => timeBlocks(runner, a, b, Math.max(pair.rigor.roundMs, loadingMs)));
  for (const { session, feeds } of [a, b]) {
    await runner.releaseSession(session);
    await runner.releaseFeeds(feeds);
  }
  const loaded = first === 'base' ? { base: a, variant: b } : { base: b, variant: a };
  return { first, loaded, ...times, ...warmup };
}

async function load(
  { threads, feeds, variantFeeds = feeds, variantOptions = {}, ...files }: LatencyPair,
  runner: RunnerProcess,
  side: Side,
): Promise<LoadedSession> {
  // Threads of the session that rests must not spin on the cores of the one that runs.
  const options = side === 'variant' ? variantOptions : {};
  const configuration = { 'session.force_spinning_stop': '1', ...options.configuration };
  const { session, loadMs } = await runner.createSession(files[side], { threads, graphOptimization: 'all', ...options, configuration });
  const fed = { session, feeds: await runner.storeFeeds(side === 'variant' ? variantFeeds : feeds) };
  const first = await runner.timeRuns(fed, { maxRuns: 1, maxMs: 0 }, true);
  return { ...fed, loadMs, firstRunMs: first.wallMs[0] ?? Number.NaN };
}

/** Interleaved as well; returns the runs of each side, the first included. */
async function warmUp(
  { rigor }: LatencyPair,
  runner: RunnerProcess,
  a: FedSession,
  b: FedSession,
): Promise<Pick<TimedRound, 'warmupRuns' | 'warmupMs'>> {
  const wallMs: number[] = [];
  const start = performance.now();
  const slots = (...which: readonly number[]): number[] => wallMs.filter((_, run) => which.includes(run % PER_BLOCK));
  while (!(isWarm(slots(0, 3)) && isWarm(slots(1, 2))) && performance.now() - start < rigor.warmupMs) {
    wallMs.push(...(await runner.timeBlocks(a, b, { maxRuns: 5, maxMs: rigor.warmupMs / 4 })).wallMs);
  }
  return { warmupRuns: 1 + wallMs.length / 2, warmupMs: performance.now() - start };
}

async function timeBlocks(runner: RunnerProcess, a: FedSession, b: FedSession, maxMs: number): Promise<RunTimes> {
  const bursts: RunTimes[] = [];
  const end = performance.now() + maxMs;
  while (bursts.length === 0 || performance.now() < end) {
    bursts.push(await runner.timeBlocks(a, b, { maxRuns: Infinity, maxMs: Math.min(BURST_MS, end - performance.now()) }));
  }
  return {
    wallMs: Float64Array.from(bursts.flatMap(({ wallMs }) => [...wallMs])),
    cpuMs: Float64Array.from(bursts.flatMap(({ cpuMs }) => [...cpuMs])),
    preemptions: Uint32Array.from(bursts.flatMap(({ preemptions }) => [...preemptions])),
    pageFaults: Uint32Array.from(bursts.flatMap(({ pageFaults }) => [...pageFaults])),
  };
}

function sessionRuns(round: TimedRound, side: Side): SessionRuns {
  const { loadMs, firstRunMs } = round.loaded[side];
  return {
    wallMs: runsOfSide(round, side, 'wallMs'),
    cpuMs: runsOfSide(round, side, 'cpuMs'),
    pageFaults: runsOfSide(round, side, 'pageFaults'),
    warmupRuns: round.warmupRuns,
    warmupMs: round.warmupMs,
    loadMs,
    firstRunMs,
    // Both sessions live in one process: whose start and whose memory it is cannot be told.
    processStartMs: Number.NaN,
    peakRssBytes: Number.NaN,
  };
}

function isEnough(speedup: Speedup | undefined, elapsedMs: number, rigor: ComparisonRigor): boolean {
  if (speedup === undefined || speedup.sessions < rigor.fewestRounds) return speedup !== undefined && elapsedMs > 3 * rigor.longestMs;
  if ((speedup.high - speedup.low) / 2 <= rigor.halfWidth * speedup.median) return true;
  if (elapsedMs < rigor.longestMs && speedup.sessions < rigor.mostRounds) return false;
  return !isUndecided(speedup) || elapsedMs >= rigor.longestUndecidedMs;
}
