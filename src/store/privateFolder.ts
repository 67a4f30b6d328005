import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { LayerwiseError } from '../shared/report/layerwiseError';

/**
 * A fresh folder below the system's one for temporary files that only this user may enter (mode 0700). Its name is `prefix`, the process id of the owner and something
 * random, so that what a killed owner left behind can be told from what is in use; that goes now. Throws `io` where no folder can be made.
 */
export function makePrivateFolder(prefix: string): string {
  sweepAbandoned(prefix);
  try {
    return fs.mkdtempSync(path.join(os.tmpdir(), `${prefix}${process.pid}-`));
  } catch (error) {
    const detail = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new LayerwiseError(
      'io',
      `No folder can be made in ${os.tmpdir()}, where temporary files belong (${detail}). Make room there, or name another place (${process.platform === 'win32' ? 'TEMP' : 'TMPDIR'}).`,
      { file: os.tmpdir() },
    );
  }
}

/** What cannot be removed now, the owner's successor removes. */
export function removeFolder(folder: string): void {
  try {
    // On Windows a file that was just mapped stays busy for a moment.
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  } catch {
    // Busy still, or another user's.
  }
}

function sweepAbandoned(prefix: string): void {
  for (const name of namesIn(os.tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const owner = /^(\d+)-/.exec(name.slice(prefix.length))?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) removeFolder(path.join(os.tmpdir(), name));
  }
}

/** Nothing where the folder is missing, or may be written but not read. */
function namesIn(folder: string): readonly string[] {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}

/** Whether a process exists; one that may not be signalled does. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
