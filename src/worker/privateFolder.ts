import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { RUN_FOLDER_PREFIX } from '../shared/protocol/folderPrefixes';

const OWNER = new RegExp(`^${RUN_FOLDER_PREFIX}(\\d+)-`);

/**
 * A fresh folder that only this user may enter (mode 0700), for one runner: its working directory, its profiles. The name carries the owner's process id,
 * so that what a killed owner left behind can be told from what is in use.
 */
export function makePrivateFolder(): string {
  sweepAbandoned();
  return fs.mkdtempSync(path.join(os.tmpdir(), `${RUN_FOLDER_PREFIX}${process.pid}-`));
}

export function removeFolder(folder: string): void {
  // On Windows a file that was just mapped stays busy for a moment.
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

/** Removes folders whose owner is gone. Somebody else's are not ours to remove, and stay. */
function sweepAbandoned(): void {
  for (const name of fs.readdirSync(os.tmpdir())) {
    const owner = OWNER.exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    try {
      removeFolder(path.join(os.tmpdir(), name));
    } catch {
      // Another user's folder.
    }
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
