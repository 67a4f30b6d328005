import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const PROGRAM = path.resolve('dist/cli.js');

export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly tookMs: number;
  /** What was left in the folder for temporary files. */
  readonly leftovers: readonly string[];
}

export interface CliOptions {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Called once the program runs. */
  readonly started?: (pid: number) => void;
}

/** Runs the built command line as a user would, with folders for temporary files and for what is kept of its own. */
export async function runCli(args: readonly string[], { cwd, environment = {}, started }: CliOptions = {}): Promise<CliRun> {
  if (!fs.existsSync(PROGRAM)) throw new Error('dist/cli.js is not built: npm run build');
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'layerwise-cli-test-'));
  const cache = fs.mkdtempSync(path.join(os.tmpdir(), 'layerwise-cli-cache-'));
  const start = performance.now();
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, TMPDIR: temporary, LAYERWISE_CACHE: cache, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  if (child.pid !== undefined) started?.(child.pid);
  const code = await new Promise<number | null>(resolve => child.on('close', resolve));
  const leftovers = fs.readdirSync(temporary, { recursive: true }).map(String);
  for (const folder of [temporary, cache]) fs.rmSync(folder, { recursive: true, force: true });
  return { code, stdout, stderr, tookMs: performance.now() - start, leftovers };
}

/** The one JSON document that a run printed; fails with what it said when it did not end well. */
export async function runJson(args: readonly string[], options: CliOptions = {}): Promise<unknown> {
  const run = await runCli([...args, '--json'], options);
  if (run.code !== 0) throw new Error(`exit ${String(run.code)}: ${run.stderr}`);
  return JSON.parse(run.stdout);
}
