import type { JobContext } from './jobContext';
import type { JobSteps } from './jobSteps';
import type { LockWaiter } from './measurementLock';

/** Waits for the measuring lock as part of a job, and says whom for. */
export function lockWaiter({ signal, waiting }: JobContext, steps: JobSteps): LockWaiter {
  return {
    signal,
    onWait: ({ what }) => steps.update(0, `waiting for another measurement: ${what}`),
    ...(waiting === undefined ? {} : { waiting }),
  };
}
