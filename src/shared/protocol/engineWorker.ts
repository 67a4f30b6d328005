import type { DryRun, PassDescription } from '../report/passDescription';
import type { JobProgress } from '../report/job';
import type { CompareRequest, DryRunRequest, OptimizeRequest, ProfileRequest } from '../report/jobRequest';
import type { LatencyComparison, OutputComparison } from '../report/comparison';
import type { OptimizeResult } from '../report/optimizeResult';
import type { Profile } from '../report/latency';
import { defineNotification, defineRequest } from './message';

// Engine → worker. A worker serves one of these and is then ended; cancel is SIGKILL of its process group.
export const runProfile = defineRequest<ProfileRequest, Profile>('worker/profile');
export const runOptimize = defineRequest<OptimizeRequest, OptimizeResult>('worker/optimize');
export const runDryRun = defineRequest<DryRunRequest, DryRun>('worker/dryRun');
export const runCompare = defineRequest<CompareRequest, { readonly latency: LatencyComparison; readonly outputs: OutputComparison }>(
  'worker/compare',
);
export const describePasses = defineRequest<Record<string, never>, readonly PassDescription[]>('worker/passes');

// Worker → engine.
export const workerProgress = defineNotification<JobProgress>('worker/progress');
/** Kernels known so far, while profiling runs. */
export const workerPartialProfile = defineNotification<Profile>('worker/partialProfile');
/** A line for the log. */
export const workerLog = defineNotification<{ readonly level: 'info' | 'warn' | 'error'; readonly text: string }>('worker/log');
