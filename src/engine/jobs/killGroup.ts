import { spawnSync, type ChildProcess } from 'node:child_process';
import process from 'node:process';

/** Ends a child that leads a process group, with everything it started, without asking: a blocked runtime hears no other signal. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f']);
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group is gone already.
  }
}
