import fs from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { ipcConnection } from '../shared/protocol/ipcConnection';
import { Link } from '../shared/protocol/link';
import { loadRuntime } from './loadRuntime';
import { PhaseCell } from './phaseCell';
import { removePrivateFolder } from './removePrivateFolder';
import { serveWorker } from './serveWorker';
import type { WatchdogData } from './watchdog';

// No signal handlers here, ever: with one installed a signal waits for the event loop, which a run blocks.

/** Nothing that the runtime's binding returns can change what every object inherits. */
Object.freeze(Object.prototype);

function startWatchdog(cell: PhaseCell): void {
  const data: WatchdogData = { phaseBuffer: cell.buffer, folder: process.cwd() };
  new Worker(path.join(__dirname, 'runnerWatchdog.js'), { workerData: data }).unref();
}

/** The parent is gone: nobody else would remove the folder. */
function leave(): void {
  const folder = process.cwd();
  process.chdir(path.dirname(folder));
  removePrivateFolder(folder);
  process.exit(0);
}

/** When the machine runs out of memory, this process is the one to end, not the editor; only Linux can be told so. */
function volunteerForOom(): void {
  try {
    fs.writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    // Another system, or one that forbids it.
  }
}

volunteerForOom();
const phaseCell = new PhaseCell();
process.once('disconnect', leave);
startWatchdog(phaseCell);
serveWorker(new Link(ipcConnection(process)), loadRuntime(), phaseCell);
