import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** How a run of the command line ended, and what it left behind. */
export interface ContainedEnd {
  /** -1 when it was killed. */
  readonly exitCode: number;
  readonly stderr: string;
  /** From the last signal that was sent to it, or from its start. */
  readonly tookMs: number;
  readonly leftFiles: readonly string[];
  readonly leftProcesses: readonly number[];
}

/** For a runner whose parent was killed to notice. */
const ORPHAN_MS = 800;

/** One run of `layerwise profile` with a folder for temporary files of its own, by which everything that belongs to it is found. */
export class ContainedRun {
  private readonly child: ChildProcess;
  private readonly ended: Promise<number>;
  private stderr = '';
  private since = performance.now();

  constructor(
    args: readonly string[],
    private readonly temporary: string,
  ) {
    fs.mkdirSync(temporary, { recursive: true });
    const program = path.resolve('dist', 'cli.js');
    const lock = path.join(path.dirname(temporary), 'measuring.lock');
    const env = {
      ...process.env,
      TMPDIR: temporary,
      TEMP: temporary,
      TMP: temporary,
      LAYERWISE_MEASURING_LOCK: lock,
      LAYERWISE_CACHE: `${temporary}-cache`,
    };
    this.child = spawn(process.execPath, [program, 'profile', '--quick', '--threads', '1', ...args], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.ended = new Promise(resolve => this.child.once('exit', code => resolve(code ?? -1)));
  }

  signal(name: NodeJS.Signals): void {
    this.since = performance.now();
    this.child.kill(name);
  }

  /** Processes that work in the temporary folder: runners, which work in private folders there. Only Linux shows them. */
  processes(): readonly number[] {
    if (process.platform !== 'linux') return [];
    return fs
      .readdirSync('/proc')
      .filter(name => /^\d+$/.test(name) && workingFolder(name).startsWith(this.temporary))
      .map(Number);
  }

  async end(): Promise<ContainedEnd> {
    const exitCode = await this.ended;
    const tookMs = performance.now() - this.since;
    if (exitCode === -1) await sleep(ORPHAN_MS);
    const left = { leftFiles: fs.readdirSync(this.temporary), leftProcesses: this.processes() };
    return { exitCode, stderr: this.stderr.trim(), tookMs, ...left };
  }
}

function workingFolder(pid: string): string {
  try {
    return fs.readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}
