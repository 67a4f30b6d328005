import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import readline from 'node:readline';
import type { Readable } from 'node:stream';
import { formatDuration } from '../shared/base/formatNumber';
import type { NamedTensors } from '../shared/graph/denseTensor';
import { childEnvironment, RUNTIME_CHECKED_VARIABLE } from '../shared/protocol/childEnvironment';
import { RUN_FOLDER_PREFIX } from '../shared/protocol/folderPrefixes';
import { ipcConnection } from '../shared/protocol/ipcConnection';
import { Link } from '../shared/protocol/link';
import type { RequestKind } from '../shared/protocol/message';
import {
  createSession,
  describeRuntime,
  endProfiling,
  releaseFeeds,
  releaseSession,
  runOnce,
  storeFeeds,
  timeBlocks,
  timeRuns,
  WATCHDOG_FD,
  type BurstLimit,
  type CreatedSession,
  type FeedsId,
  type KernelTrace,
  type RunTimes,
  type SessionId,
  type SessionOptions,
} from '../shared/protocol/workerRunner';
import { LayerwiseError } from '../shared/report/layerwiseError';
import { STEP_DEADLINE_MS } from '../shared/report/stepDeadline';
import { makePrivateFolder, removeFolder } from '../store/privateFolder';
import { BoundedLog } from './boundedLog';
import type { CastCopies } from './castCopy/castCopies';
import { crashSentence, type ProcessEnd } from './crashSentence';
import type { Deadline } from './deadline';
import { inTermsOf } from './inTermsOf';
import { parseWatchdogLine } from './parseWatchdogLine';
import { retryHint, type RetryLadder } from './retryHint';
import { runnerProgram } from './runnerProgram';
import { startDeadlineMs } from './startDeadline';
import { control } from '../shared/base/control';

const LOG_LINES = 12;
const EXIT_GRACE_MS = 1000;
const START = 'start';
/** `setTimeout` takes no more. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface RunnerLimits {
  readonly signal: AbortSignal;
  /** Model that the runner is for, in messages. */
  readonly file: string;
  /** Longest time for one blocking step: session creation, first run, burst. */
  readonly phaseDeadlineMs?: number | undefined;
  /** Of the whole job. */
  readonly deadline?: Deadline | undefined;
  readonly memoryLimitBytes?: number | undefined;
  /** Node to name when the runtime crashes while running, if there is only one that it can be. */
  readonly onlyNode?: string | undefined;
  /** Execution provider of sessions that name none. */
  readonly provider?: string | undefined;
  /** What is loaded instead of models that the runtime's Node binding cannot run as they are. */
  readonly copies?: CastCopies | undefined;
  /** Of a job that can be repeated with less of the runtime. */
  readonly retries?: RetryLadder;
}

/** A session with the feeds that are stored for it. */
export interface FedSession {
  readonly session: SessionId;
  readonly feeds: FeedsId;
}

/** The first runner of this process checks the runtime's files, the others need not. */
let isRuntimeChecked = false;

/** The runtime reports to its makers unless it is told not to, and leaves files in the folder for temporary ones. */
function runnerEnvironment(folder: string): Readonly<Record<string, string>> {
  const checked = isRuntimeChecked ? { [RUNTIME_CHECKED_VARIABLE]: '1' } : {};
  return { ORT_DISABLE_TELEMETRY: '1', TMPDIR: folder, TEMP: folder, TMP: folder, ...checked };
}

/** Why the process was ended on purpose. */
type Verdict = 'disposed' | 'cancelled' | 'deadline' | 'memory';

/**
 * A child process that holds the runtime. Whatever happens to it ends as a `LayerwiseError` from the request under way: `runtime-crash`, `deadline`,
 * `memory-limit`, `cancelled`, or what the runtime itself says. Dispose it in any case; that also removes its folder.
 */
export class RunnerProcess {
  /** Version of onnxruntime. */
  version = '';
  /** Execution providers that this build of onnxruntime offers, whether they can start or not. */
  providers: readonly string[] = [];
  /** From the start of the process until the runtime was loaded in it. */
  startMs = 0;
  /** Largest resident size seen so far. */
  peakRssBytes = 0;
  private verdict: Verdict | undefined;
  private readonly log = new BoundedLog();
  private readonly ended: Promise<ProcessEnd>;

  private constructor(
    private readonly child: ChildProcess,
    private readonly link: Link,
    /** Private, removed with the runner. */
    readonly folder: string,
    private readonly limits: RunnerLimits,
  ) {
    this.ended = new Promise(resolve => {
      child.once('exit', (code, signal) => resolve({ code, signal }));
      // A process that could not be started at all does not exit.
      child.once('error', () => resolve({ code: null, signal: null }));
    });
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => this.log.append(text));
    const watchdog = child.stdio[WATCHDOG_FD];
    if (watchdog) readline.createInterface({ input: watchdog as Readable }).on('line', line => this.watch(line));
    limits.signal.addEventListener('abort', this.onAbort);
  }

  /** Throws `runtime-missing` when there is no runtime for this platform, `io` without a place for temporary files, `cancelled` when it is too late already. */
  static async start(limits: RunnerLimits): Promise<RunnerProcess> {
    if (limits.signal.aborted) throw cancelled();
    const folder = makePrivateFolder(RUN_FOLDER_PREFIX);
    const start = performance.now();
    const child = fork(runnerProgram(), [], {
      cwd: folder,
      env: childEnvironment(process.env, runnerEnvironment(folder)),
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'ipc'],
    });
    const runner = new RunnerProcess(child, new Link(ipcConnection(child)), folder, limits);
    try {
      const longestMs = startDeadlineMs(limits.phaseDeadlineMs ?? STEP_DEADLINE_MS);
      const { version, providers } = await runner.request(describeRuntime, {}, START, longestMs);
      isRuntimeChecked = true;
      runner.version = version;
      runner.providers = providers;
      runner.startMs = performance.now() - start;
      return runner;
    } catch (error) {
      await runner.dispose();
      throw error;
    }
  }

  createSession(file: string, options: SessionOptions): Promise<CreatedSession> {
    // The runner's working directory is its private folder.
    const { provider, copies } = this.limits;
    const onProvider = provider === undefined ? options : { provider, ...options };
    const copy = copies?.of(file);
    if (copy === undefined) return this.request(createSession, { path: path.resolve(file), options: onProvider }, 'create');
    const { path: loaded, note, ...place } = copy;
    return this.request(createSession, { path: loaded, options: { ...onProvider, ...place } }, 'create').catch(
      inTermsOf(loaded, file, note),
    );
  }

  releaseSession(session: SessionId): Promise<void> {
    return this.request(releaseSession, { session }, 'release');
  }

  storeFeeds(feeds: NamedTensors): Promise<FeedsId> {
    return this.request(storeFeeds, { feeds }, 'feed');
  }

  releaseFeeds(feeds: FeedsId): Promise<void> {
    return this.request(releaseFeeds, { feeds }, 'feed');
  }

  /** One run; `fetches` names the outputs that come back, all when absent. */
  run(
    session: SessionId,
    feeds: FeedsId | NamedTensors,
    fetches?: readonly string[],
  ): Promise<{ readonly outputs: NamedTensors; readonly wallMs: number; readonly cpuMs: number }> {
    return this.request(runOnce, { session, feeds, ...(fetches === undefined ? {} : { fetches }) }, 'run');
  }

  timeRuns({ session, feeds }: FedSession, limit: BurstLimit, firstRun = false): Promise<RunTimes> {
    return this.request(timeRuns, { session, feeds, limit, firstRun }, firstRun ? 'first run' : 'run', this.deadlineFor(limit));
  }

  /** Interleaved: four entries per block, in the order A, B, B, A. */
  timeBlocks(a: FedSession, b: FedSession, limit: BurstLimit): Promise<RunTimes> {
    return this.request(timeBlocks, { a, b, limit }, 'run', this.deadlineFor(limit));
  }

  endProfiling(session: SessionId, lastRuns: number): Promise<KernelTrace> {
    return this.request(endProfiling, { session, lastRuns }, 'profile');
  }

  /** Kills the process, which is how anything in it is stopped, and removes its folder. */
  async dispose(): Promise<void> {
    this.limits.signal.removeEventListener('abort', this.onAbort);
    this.kill('disposed');
    await this.ended;
    this.link.dispose();
    removeFolder(this.folder);
  }

  private readonly onAbort = (): void => this.kill('cancelled');

  private deadlineFor(limit: BurstLimit): number {
    return (this.limits.phaseDeadlineMs ?? STEP_DEADLINE_MS) + limit.maxMs;
  }

  private async request<P, R>(
    kind: RequestKind<P, R>,
    parameters: P,
    phase: string,
    deadlineMs = this.limits.phaseDeadlineMs ?? STEP_DEADLINE_MS,
  ): Promise<R> {
    const { deadline } = this.limits;
    const leftMs = deadline?.leftMs ?? Infinity;
    const timer = setTimeout(() => this.kill('deadline'), Math.min(deadlineMs, leftMs, LONGEST_TIMER_MS));
    const overtime =
      deadline !== undefined && leftMs <= deadlineMs
        ? `the time limit of ${formatDuration(deadline.totalMs)} for the whole job is over`
        : `it had not ended after ${formatDuration(deadlineMs)}`;
    try {
      return await this.link.request(kind, parameters);
    } catch (error) {
      const died = error instanceof LayerwiseError && error.reason === 'engine-crash';
      throw died ? this.explain(await this.end(), phase, overtime) : error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** How the process ended. One whose channel is closed but that lives on is of no use to anybody. */
  private async end(): Promise<ProcessEnd> {
    const timer = setTimeout(() => this.child.kill('SIGKILL'), EXIT_GRACE_MS);
    try {
      return await this.ended;
    } finally {
      clearTimeout(timer);
    }
  }

  private kill(verdict: Verdict): void {
    this.verdict ??= verdict;
    this.child.kill('SIGKILL');
  }

  private watch(text: string): void {
    const line = parseWatchdogLine(text);
    if (line === undefined) return;
    this.peakRssBytes = Math.max(this.peakRssBytes, line.peakRssBytes, line.rssBytes);
    const { memoryLimitBytes } = this.limits;
    if (memoryLimitBytes !== undefined && line.rssBytes > memoryLimitBytes) this.kill('memory');
  }

  /** One sentence for whatever ended the process. `overtime`: which time was over, if that is why. */
  private explain(end: ProcessEnd, phase: string, overtime: string): LayerwiseError {
    const { file, memoryLimitBytes = 0, onlyNode, retries } = this.limits;
    const name = path.basename(file);
    const place = { file, phase, ...(onlyNode === undefined ? {} : { node: onlyNode }) };
    const logTail = this.log.lastLines(LOG_LINES);
    switch (this.verdict) {
      case 'cancelled':
      case 'disposed':
        return cancelled();
      case 'deadline':
        return new LayerwiseError(
          'deadline',
          `${name} was stopped in the phase “${phase}”: ${overtime}. A larger one${control(' (--timeout)', '')} helps if it ever ends.`,
          place,
          logTail,
        );
      case 'memory':
        return new LayerwiseError(
          'memory-limit',
          `${name} was stopped in the phase “${phase}”: the runtime used more than its limit of ${String(Math.round(memoryLimitBytes / 2 ** 20))} MiB. Smaller inputs or a larger limit${control(' (--memory-limit)', '')} help.`,
          place,
          logTail,
        );
      case undefined: {
        if (phase === START) {
          const how = `The process that runs models could not be started (${crashSentence(end)}). Reinstalling Layerwise helps if files are missing.`;
          return new LayerwiseError('runtime-missing', how, place, logTail);
        }
        const where = onlyNode === undefined ? '' : ` in node “${onlyNode}”`;
        const message = `The runtime crashed on ${name} in the phase “${phase}”${where} (${crashSentence(end)}). Nothing else is affected.${retryHint(retries)}`;
        return new LayerwiseError('runtime-crash', message, { ...place, ...retries }, logTail);
      }
    }
  }
}

function cancelled(): LayerwiseError {
  return new LayerwiseError('cancelled', 'Cancelled.');
}
