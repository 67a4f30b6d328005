import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import { LOCK_FILE_VARIABLE } from '../shared/protocol/childEnvironment';
import { LayerwiseError } from '../shared/report/layerwiseError';
import { isAlive } from '../store/privateFolder';

const POLL_MS = 250;
/** How often an owner shows that it is alive, by the time of its lock. */
const BEAT_MS = 5000;
/** An owner that has not shown it while the lock was looked at so often (a minute) is gone: its number went to another process. Time asleep does not count. */
const MOST_SILENT_POLLS = 240;

/** Who measures, and what. */
const OWNER = v.object({ pid: v.number(), what: v.string() });
export type LockOwner = v.InferOutput<typeof OWNER>;

/** How often this process has entered; measuring inside measuring is the same measurement. */
let depth = 0;

/** Whoever waits for the lock. */
export interface LockWaiter {
  readonly signal: AbortSignal;
  /** Told each time it is somebody else who is being waited for. */
  onWait(owner: LockOwner): void;
  /** Told when waiting begins and when it ends. */
  readonly waiting?: (isWaiting: boolean) => void;
}

/**
 * Runs `work` while nobody else on this machine measures: timings that overlap are both wrong. `work` is told how long it had to wait. A lock whose owner is
 * gone, or has not stirred for a minute, is taken over. Where no lock can be made, measuring goes on without. Throws `cancelled` when the signal aborts while waiting.
 */
export async function whileNobodyMeasures<T>(
  what: string,
  waiter: LockWaiter,
  work: (waitedMs: number) => Promise<T>,
  file = lockFile(),
  mostSilentPolls = MOST_SILENT_POLLS,
): Promise<T> {
  const waitedMs = depth === 0 ? await acquire(file, what, waiter, mostSilentPolls) : 0;
  depth++;
  const heart = setInterval(() => beat(file), BEAT_MS).unref();
  try {
    return await work(waitedMs);
  } finally {
    clearInterval(heart);
    depth--;
    if (depth === 0) release(file);
  }
}

/** The same for every user and every process of the machine, also for those that have a temporary folder of their own, unless the environment names another. */
function lockFile(): string {
  const chosen = process.env[LOCK_FILE_VARIABLE];
  if (chosen !== undefined && chosen !== '') return chosen;
  const folder = process.platform === 'win32' ? (process.env['ProgramData'] ?? os.tmpdir()) : '/tmp';
  return path.join(fs.existsSync(folder) ? folder : os.tmpdir(), 'layerwise-measuring.lock');
}

/** Returns for how long it waited, in milliseconds. */
async function acquire(file: string, what: string, waiter: LockWaiter, mostSilentPolls: number): Promise<number> {
  const start = performance.now();
  let owner = tryAcquire(file, what);
  if (owner === undefined) return 0;
  waiter.waiting?.(true);
  let silentPolls = 0;
  let seen: string | undefined;
  try {
    for (let waitingFor: number | undefined; owner !== undefined; owner = tryAcquire(file, what)) {
      if (owner.pid !== waitingFor) waiter.onWait(owner);
      waitingFor = owner.pid;
      const now = identityOf(file);
      silentPolls = now === seen ? silentPolls + 1 : 0;
      seen = now;
      // Another user's, in a folder where only he may remove it.
      if (now !== undefined && silentPolls >= mostSilentPolls && !attempt(() => removeStale(file, now))) break;
      await sleep(POLL_MS, undefined, { signal: waiter.signal });
    }
    return performance.now() - start;
  } catch (error) {
    throw waiter.signal.aborted ? new LayerwiseError('cancelled', 'Cancelled.') : error;
  } finally {
    waiter.waiting?.(false);
  }
}

/** The living owner that is in the way, `undefined` when the lock is ours, or cannot be made at all. */
function tryAcquire(file: string, what: string): LockOwner | undefined {
  const own = `${file}.${randomUUID()}`;
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
  const stale = identityOf(file);
  const owner = readOwner(file);
  if (owner !== undefined && owner.pid !== process.pid && isAlive(owner.pid)) return owner;
  try {
    if (stale !== undefined) removeStale(file, stale);
    return { pid: 0, what: 'a measurement that has just ended' };
  } catch {
    // Another user's leftover in a folder where only he may remove it.
    return undefined;
  }
}

/**
 * Removes a lock that was judged to be stale, and no other that took its place since: only who holds the claim to this very file may remove it, and looks again
 * first. Throws when the system forbids it.
 */
function removeStale(file: string, stale: string): void {
  const claim = `${file}.${stale}`;
  try {
    fs.writeFileSync(claim, JSON.stringify({ pid: process.pid, what: 'taking over' } satisfies LockOwner), { flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    // Somebody else is at it, unless he died over it.
    const claimer = readOwner(claim);
    if (claimer !== undefined && !isAlive(claimer.pid)) fs.rmSync(claim, { force: true });
    return;
  }
  try {
    if (identityOf(file) === stale) fs.rmSync(file, { force: true });
  } finally {
    fs.rmSync(claim, { force: true });
  }
}

/** Tells one lock file from the next, and one that its owner touched since; `undefined` when there is none. */
function identityOf(file: string): string | undefined {
  const stat = fs.statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? undefined : `${stat.ino}-${stat.mtimeNs}`;
}

function readOwner(file: string): LockOwner | undefined {
  try {
    return v.parse(OWNER, JSON.parse(fs.readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

function release(file: string): void {
  if (isOwn(file)) fs.rmSync(file, { force: true });
}

function beat(file: string): void {
  const now = new Date();
  if (isOwn(file)) attempt(() => fs.utimesSync(file, now, now));
}

function isOwn(file: string): boolean {
  return readOwner(file)?.pid === process.pid;
}

/** False where the system forbids it. */
function attempt(action: () => void): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}
