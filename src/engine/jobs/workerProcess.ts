import { fork, type ChildProcess } from 'node:child_process';
import fs from 'node:fs/promises';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Disposable } from '../../shared/base/disposable';
import { LogTail } from '../../shared/base/logTail';
import { childEnvironment } from '../../shared/protocol/childEnvironment';
import { cancelWork } from '../../shared/protocol/engineWorker';
import { ipcConnection } from '../../shared/protocol/ipcConnection';
import { JOB_FOLDER_PREFIX } from '../../shared/protocol/folderPrefixes';
import { Link } from '../../shared/protocol/link';
import type { RequestKind } from '../../shared/protocol/message';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { makePrivateFolder } from '../../store/privateFolder';
import { PausableTimer } from './pausableTimer';
import { killGroup } from './killGroup';

const HEAP_LIMIT_MIB = 4096;

export interface WorkerLimits {
  /** Aborting ends the worker; the request then fails with `cancelled`. */
  readonly signal: AbortSignal;
  /** Whole request in milliseconds; passing it ends the worker. */
  readonly deadlineMs?: number;
  /** For the worker to remove what it wrote before it is killed; at once when absent. */
  readonly farewellMs?: number;
}

/** One job's process: leader of its own process group and alone in a private folder, which is also its folder for temporary files. */
export class WorkerProcess {
  readonly link: Link;
  private readonly child: ChildProcess;
  private readonly folder: string;
  private readonly tail: LogTail;
  private readonly ended: Promise<string>;
  private deadline: PausableTimer | undefined;

  constructor(workerPath: string, onLog: (line: string) => void) {
    this.folder = makePrivateFolder(JOB_FOLDER_PREFIX);
    const temporary = { TMPDIR: this.folder, TEMP: this.folder, TMP: this.folder };
    this.child = fork(workerPath, [], {
      cwd: this.folder,
      detached: true,
      serialization: 'advanced',
      execArgv: [`--max-old-space-size=${HEAP_LIMIT_MIB}`],
      env: childEnvironment(process.env, temporary),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.tail = new LogTail(onLog);
    this.child.stderr?.setEncoding('utf8').on('data', this.tail.add);
    this.ended = new Promise(resolve => {
      this.child.once('error', error => resolve(error.message));
      this.child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code ?? 'unknown'}`));
    });
    this.link = new Link(ipcConnection(this.child));
  }

  /** Throws `LayerwiseError`: what the worker answers, or `cancelled`, `deadline`, or `engine-crash` with the end of its log. */
  async request<P, R>(kind: RequestKind<P, R>, parameters: P, limits: WorkerLimits): Promise<R> {
    const answer = this.link.request(kind, parameters);
    // Whoever loses the race is not listened to any more.
    const settled = answer.then(
      () => undefined,
      () => undefined,
    );
    const stop = this.stopper(limits, settled);
    const explain = (error: unknown): Promise<never> => (stop.isStopping() ? stop.stopped : this.preferExit(error));
    try {
      return await Promise.race([answer.catch(explain), stop.stopped]);
    } finally {
      stop.dispose();
    }
  }

  /** Time that the worker spends waiting for others is not its own. */
  pauseDeadline(isPaused: boolean): void {
    if (isPaused) this.deadline?.pause();
    else this.deadline?.resume();
  }

  /** Kills the worker and everything it started, and clears its folder. */
  async dispose(): Promise<void> {
    killGroup(this.child);
    this.link.dispose();
    await this.ended;
    await fs.rm(this.folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }

  /** A lost connection is told as the end of the process that it was lost to. */
  private readonly preferExit = async (error: unknown): Promise<never> => {
    if (!(error instanceof LayerwiseError) || error.reason !== 'engine-crash') throw error;
    const how = await this.ended;
    throw new LayerwiseError(
      'engine-crash',
      `The process that ran the job ended unexpectedly (${how}). The editor is not affected. Show the log to see its last lines.`,
      {},
      this.tail.text,
    );
  };

  /** Asks the worker to end, and kills it when it has not done so in time. */
  private async end(farewellMs: number, settled: Promise<void>): Promise<void> {
    if (farewellMs > 0) {
      this.link.notify(cancelWork, {});
      await Promise.race([settled, sleep(farewellMs)]);
    }
    killGroup(this.child);
  }

  private stopper({ signal, deadlineMs, farewellMs = 0 }: WorkerLimits, settled: Promise<void>): Stopper {
    let isStopping = false;
    let onAbort = (): void => undefined;
    const stopped = new Promise<never>((_resolve, reject) => {
      const stop = async (error: LayerwiseError): Promise<void> => {
        isStopping = true;
        await this.end(farewellMs, settled);
        reject(error);
      };
      onAbort = () => void stop(new LayerwiseError('cancelled', 'Cancelled. Nothing was written.'));
      if (deadlineMs !== undefined) this.deadline = new PausableTimer(deadlineMs, () => void stop(deadlinePassed(deadlineMs)));
      if (signal.aborted) onAbort();
      else signal.addEventListener('abort', onAbort, { once: true });
    });
    stopped.catch(() => undefined);
    return {
      stopped,
      isStopping: () => isStopping,
      dispose: () => {
        this.deadline?.dispose();
        signal.removeEventListener('abort', onAbort);
      },
    };
  }
}

/** Ends a worker from outside. */
interface Stopper extends Disposable {
  /** Rejects with the reason once the worker has ended. */
  readonly stopped: Promise<never>;
  isStopping(): boolean;
}

function deadlinePassed(deadlineMs: number): LayerwiseError {
  const seconds = Math.round(deadlineMs / 1000);
  return new LayerwiseError(
    'deadline',
    `The job did not finish in ${seconds} s and was stopped. Raise the limit in the settings to wait longer.`,
  );
}
