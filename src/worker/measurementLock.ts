import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import { LayerwiseError } from '../shared/report/layerwiseError';
import { isAlive } from './privateFolder';

const POLL_MS = 250;

/** Who measures, and what. */
const OWNER = v.object({ pid: v.number(), what: v.string() });
export type LockOwner = v.InferOutput<typeof OWNER>;

/** How often this process has entered; measuring inside measuring is the same measurement. */
let depth = 0;

/**
 * Runs `work` while nobody else on this machine measures: timings that overlap are both wrong. `onWait` is told who is being waited for. A lock whose owner is
 * gone is taken over. Where no lock can be made, measuring goes on without. Throws `cancelled` when the signal aborts while waiting.
 */
export async function whileNobodyMeasures<T>(
  what: string,
  signal: AbortSignal,
  onWait: (owner: LockOwner) => void,
  work: () => Promise<T>,
  file = lockFile(),
): Promise<T> {
  if (depth === 0) await acquire(file, what, signal, onWait);
  depth++;
  try {
    return await work();
  } finally {
    depth--;
    if (depth === 0) release(file);
  }
}

/** The same for every user and every process of the machine, also for those that have a temporary folder of their own. */
function lockFile(): string {
  const folder = process.platform === 'win32' ? (process.env['ProgramData'] ?? os.tmpdir()) : '/tmp';
  return path.join(fs.existsSync(folder) ? folder : os.tmpdir(), 'layerwise-measuring.lock');
}

async function acquire(file: string, what: string, signal: AbortSignal, onWait: (owner: LockOwner) => void): Promise<void> {
  let waitingFor: number | undefined;
  for (;;) {
    const owner = tryAcquire(file, what);
    if (owner === undefined) return;
    if (owner.pid !== waitingFor) onWait(owner);
    waitingFor = owner.pid;
    await sleep(POLL_MS, undefined, { signal }).catch(() => {
      throw new LayerwiseError('cancelled', 'Cancelled.');
    });
  }
}

/** The living owner that is in the way, `undefined` when the lock is ours, or cannot be made at all. */
function tryAcquire(file: string, what: string): LockOwner | undefined {
  const own = `${file}.${process.pid}`;
  try {
    const owner: LockOwner = { pid: process.pid, what };
    fs.writeFileSync(own, JSON.stringify(owner), { mode: 0o644, flag: 'wx' });
    // A link appears with its content or not at all, so nobody reads a lock without an owner.
    fs.linkSync(own, file);
    return undefined;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) return undefined;
    return livingOwner(file);
  } finally {
    fs.rmSync(own, { force: true });
  }
}

function livingOwner(file: string): LockOwner | undefined {
  const owner = readOwner(file);
  if (owner !== undefined && owner.pid !== process.pid && isAlive(owner.pid)) return owner;
  try {
    fs.rmSync(file, { force: true });
    return { pid: 0, what: 'a measurement that has just ended' };
  } catch {
    // Another user's leftover in a folder where only he may remove it.
    return undefined;
  }
}

function readOwner(file: string): LockOwner | undefined {
  try {
    return v.parse(OWNER, JSON.parse(fs.readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

function release(file: string): void {
  if (readOwner(file)?.pid === process.pid) fs.rmSync(file, { force: true });
}
