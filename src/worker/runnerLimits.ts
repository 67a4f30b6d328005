import os from 'node:os';
import type { RunConditions } from '../shared/report/jobRequest';
import { Deadline } from './deadline';
import type { JobContext } from './jobContext';
import type { RunnerLimits } from './runnerProcess';

/** Share of the machine's memory that a model may use when nobody says otherwise. */
const MEMORY_SHARE = 0.8;

/** Limits of the runners of one job, or of a part of one that has a deadline already; a deadline of its own counts from now. A single phase may take all of it, unless it has a limit of its own. */
export function runnerLimits(
  file: string,
  { deadlineMs, stepDeadlineMs, memoryLimitBytes = os.totalmem() * MEMORY_SHARE, provider }: RunConditions,
  { signal, deadline = deadlineMs === undefined ? undefined : new Deadline(deadlineMs) }: Pick<JobContext, 'signal' | 'deadline'>,
  onlyNode?: string,
): RunnerLimits {
  const phaseDeadlineMs = stepDeadlineMs ?? deadline?.totalMs;
  return {
    signal,
    file,
    memoryLimitBytes,
    ...(provider === undefined ? {} : { provider }),
    ...(deadline === undefined ? {} : { deadline }),
    ...(phaseDeadlineMs === undefined ? {} : { phaseDeadlineMs }),
    ...(onlyNode === undefined ? {} : { onlyNode }),
  };
}
