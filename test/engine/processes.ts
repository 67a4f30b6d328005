import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process that nobody has reaped yet runs no longer. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch {
    return false;
  }
}

function isZombie(pid: number): boolean {
  try {
    return / Z /.test(fs.readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, ''));
  } catch {
    return false;
  }
}

/** Waits until a condition holds; fails the test when it does not within `timeoutMs`. */
export async function until(condition: () => boolean, timeoutMs = 10_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`Not reached within ${timeoutMs} ms: ${condition.toString()}`);
    await sleep(20);
  }
}
