import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { LogTail } from '../shared/base/logTail';
import { childEnvironment } from '../shared/protocol/childEnvironment';
import { ipcConnection } from '../shared/protocol/ipcConnection';
import { Link } from '../shared/protocol/link';

const HEAP_LIMIT_MIB = 4096;
/** For the engine to end its jobs before it is killed. */
const FAREWELL_MS = 1500;

export interface EngineProgram {
  /** Bundled engine. */
  readonly enginePath: string;
  /** Bundled worker, which the engine starts. */
  readonly workerPath: string;
  /** Folder for profiles and variants, outside the workspace. */
  readonly storage: string;
}

/**
 * Room for young objects from the start: a space that grows from 1 MiB is collected dozens of times while a large model is opened, which keeps what it makes
 * (100,000 nodes: opening, outline and packing take 12 % less time, in as much memory).
 */
const YOUNG_SPACE = ['--min-semi-space-size=16', '--max-semi-space-size=16'];

/** One run of the engine. */
export class EngineProcess {
  readonly link: Link;
  /** How the process ended: a signal or an exit code. */
  readonly ended: Promise<string>;
  private readonly child: ChildProcess;
  private readonly tail: LogTail;

  constructor({ enginePath, workerPath, storage }: EngineProgram, onLog: (line: string) => void) {
    this.child = fork(enginePath, ['--storage', storage, '--worker', workerPath], {
      serialization: 'advanced',
      execArgv: [`--max-old-space-size=${HEAP_LIMIT_MIB}`, ...YOUNG_SPACE],
      env: childEnvironment(process.env),
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

  /** Last lines that the engine wrote. */
  get logTail(): string {
    return this.tail.text;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Closes the channel, upon which the engine ends its jobs and itself; kills it when it does not. */
  async stop(): Promise<void> {
    if (this.child.connected) this.child.disconnect();
    await Promise.race([this.ended, sleep(FAREWELL_MS)]);
    this.link.dispose();
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }
}
