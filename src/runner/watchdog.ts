import fs from 'node:fs';
import { workerData } from 'node:worker_threads';
import { WATCHDOG_FD, type RunnerPhase, type WatchdogLine } from '../shared/protocol/workerRunner';
import { peakMemory } from './peakMemory';
import { PhaseCell } from './phaseCell';
import { removePrivateFolder } from './removePrivateFolder';

const INTERVAL_MS = 200;

/** What the main thread hands over. */
export interface WatchdogData {
  readonly phaseBuffer: SharedArrayBuffer;
  /** Private folder of this runner, removed when nobody is left who would do it. */
  readonly folder: string;
}

/**
 * A thread beside the runtime that never touches it: reports phase and memory while the main thread is blocked, and ends the process when the parent
 * is gone, which the blocked main thread could not notice.
 */
function watch({ phaseBuffer, folder }: WatchdogData): never {
  const cell = new PhaseCell(phaseBuffer);
  for (;;) {
    const { phase } = cell;
    if (!report(phase)) endOrphan(folder);
    cell.waitForChange(phase, INTERVAL_MS);
  }
}

function report(phase: RunnerPhase): boolean {
  const line: WatchdogLine = { phase, rssBytes: process.memoryUsage.rss(), peakRssBytes: peakMemory() };
  try {
    fs.writeSync(WATCHDOG_FD, `${JSON.stringify(line)}\n`);
    return true;
  } catch (error) {
    // A reader that is behind is no reason to stop; one that is gone is.
    return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
  }
}

function endOrphan(folder: string): void {
  try {
    // Windows removes no folder that a process works in; the next runner does it.
    removePrivateFolder(folder);
  } finally {
    process.kill(process.pid, 'SIGKILL');
  }
}

watch(workerData as WatchdogData);
