import type { DryRun, PassDescription } from '../report/passDescription';
import type { JobProgress } from '../report/job';
import type {
  CompareRequest,
  DryRunRequest,
  ImportRequest,
  LayerRequest,
  MachineJobRequest,
  OptimizeRequest,
  ProfileRequest,
} from '../report/jobRequest';
import type { LatencyComparison, OutputComparison } from '../report/comparison';
import type { KnownMachine, MachineReport } from '../report/machine';
import type { LayerTiming } from '../report/layerTiming';
import type { OptimizeResult } from '../report/optimizeResult';
import type { Profile } from '../report/latency';
import { defineNotification, defineRequest } from './message';

// Engine → worker. A worker serves one of these and is then ended.
export const runProfile = defineRequest<ProfileRequest, Profile>('worker/profile');
export const runImport = defineRequest<ImportRequest, Profile>('worker/import');
export const runOptimize = defineRequest<OptimizeRequest, OptimizeResult>('worker/optimize');
export const runDryRun = defineRequest<DryRunRequest, DryRun>('worker/dryRun');
export const runCompare = defineRequest<CompareRequest, { readonly latency: LatencyComparison; readonly outputs: OutputComparison }>(
  'worker/compare',
);
export const runLayer = defineRequest<LayerRequest, LayerTiming>('worker/layer');
export const describePasses = defineRequest<Record<string, never>, readonly PassDescription[]>('worker/passes');
export const runMachine = defineRequest<MachineJobRequest, MachineReport>('worker/machine');
/** Reads what was measured before. `threads`: `undefined` for physical cores. `onnxruntime`: version that it must have been measured with. */
export const readMachine = defineRequest<{ readonly threads: number | undefined; readonly onnxruntime: string | undefined }, KnownMachine>(
  'worker/readMachine',
);
/** Ends the job and removes what it wrote; a worker that does not do so at once is killed with its process group. */
export const cancelWork = defineNotification<Record<string, never>>('worker/cancel');

// Worker → engine.
export const workerProgress = defineNotification<JobProgress>('worker/progress');
/** Kernels known so far, while profiling runs. */
export const workerPartialProfile = defineNotification<Profile>('worker/partialProfile');
/** Waiting for measurements of others begins or ends; the time does not count against the job's deadline. */
export const workerWaiting = defineNotification<{ readonly isWaiting: boolean }>('worker/waiting');
/** A line for the log. */
export const workerLog = defineNotification<{ readonly level: 'info' | 'warn' | 'error'; readonly text: string }>('worker/log');
