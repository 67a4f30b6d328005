import { spawnSync, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';

/** Ends a child that leads a process group, with everything it started, without asking: a blocked runtime hears no other signal. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    // By its path: Windows looks for a bare name in the working folder first.
    const system = path.join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32');
    const { status } = spawnSync(path.join(system, 'taskkill.exe'), ['/pid', String(child.pid), '/t', '/f']);
    if (status !== 0) child.kill('SIGKILL');
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group is gone already.
  }
}
