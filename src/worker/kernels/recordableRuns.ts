import type { Rigor } from '../rigor';

/** The runtime drops events beyond a million; this leaves room for the events of sessions and runs. */
export const MOST_EVENTS = 900_000;

/**
 * How many runs to profile after a first one that is recorded too: for as long as the rigor allows, but never more events than the runtime records.
 * `eventsPerRun`: of kernels, those in bodies included. 0 when the first run must do.
 */
export function recordableRuns(eventsPerRun: number, runMs: number, rigor: Rigor): number {
  const recordable = Math.floor(MOST_EVENTS / Math.max(1, eventsPerRun)) - 1;
  const wanted = Math.max(rigor.fewestProfiledRuns, Math.ceil(rigor.profileMs / Math.max(runMs, 0.001)));
  return Math.max(0, Math.min(recordable, rigor.mostProfiledRuns, wanted));
}
