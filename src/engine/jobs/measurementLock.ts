import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Disposable } from '../../shared/base/disposable';

const POLL_MS = 250;

/** Keeps windows of the same user from measuring at the same time: timings that overlap are both wrong. */
export class MeasurementLock {
  private readonly file: string;

  constructor(private readonly folder: string) {
    this.file = path.join(folder, 'measuring.lock');
  }

  /** Waits until no other window measures. Rejects when the signal aborts. */
  async acquire(signal: AbortSignal, onWait: () => void): Promise<Disposable> {
    fs.mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    for (let waited = false; !this.tryAcquire(); waited = true) {
      if (!waited) onWait();
      await sleep(POLL_MS, undefined, { signal });
    }
    return { dispose: () => fs.rmSync(this.file, { force: true }) };
  }

  /** A link appears with its content or not at all, so nobody ever reads a lock without an owner. */
  private tryAcquire(): boolean {
    const own = `${this.file}.${process.pid}`;
    try {
      fs.writeFileSync(own, String(process.pid), { mode: 0o600 });
      fs.linkSync(own, this.file);
      return true;
    } catch (error) {
      // Where locks cannot be made windows cannot be kept apart; measuring goes on.
      if (!isCode(error, 'EEXIST')) return true;
      if (this.ownerLives()) return false;
      fs.rmSync(this.file, { force: true });
      return false;
    } finally {
      fs.rmSync(own, { force: true });
    }
  }

  private ownerLives(): boolean {
    try {
      const owner = Number(fs.readFileSync(this.file, 'utf8'));
      if (owner === process.pid || !Number.isInteger(owner) || owner <= 0) return false;
      process.kill(owner, 0);
      return true;
    } catch (error) {
      return isCode(error, 'EPERM');
    }
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
