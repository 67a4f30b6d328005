import os from 'node:os';
import type { RunConditions } from '../shared/report/jobRequest';
import type { RunnerLimits } from './runnerProcess';

/** Share of the machine's memory that a model may use when nobody says otherwise. */
const MEMORY_SHARE = 0.8;

/** Limits of the runners of one job; its deadline counts from now, and a single phase may take all of it. */
export function runnerLimits(file: string, conditions: RunConditions, signal: AbortSignal, onlyNode?: string): RunnerLimits {
  const { deadlineMs, memoryLimitBytes = os.totalmem() * MEMORY_SHARE, provider } = conditions;
  return {
    signal,
    file,
    memoryLimitBytes,
    ...(provider === undefined ? {} : { provider }),
    ...(deadlineMs === undefined
      ? {}
      : { phaseDeadlineMs: deadlineMs, deadline: { at: performance.now() + deadlineMs, totalMs: deadlineMs } }),
    ...(onlyNode === undefined ? {} : { onlyNode }),
  };
}

/** The same limits for a job that had to wait: waiting does not count against its deadline. */
export function withoutWait(limits: RunnerLimits, waitedMs: number): RunnerLimits {
  const { deadline } = limits;
  return deadline === undefined ? limits : { ...limits, deadline: { ...deadline, at: deadline.at + waitedMs } };
}
