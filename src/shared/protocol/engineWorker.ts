import type { DryRun, PassDescription } from '../report/passDescription';
import type { JobProgress } from '../report/job';
import type {
  CompareFilesRequest,
  CompareTensorsRequest,
  DryRunRequest,
  ExtractLayersRequest,
  ImportRequest,
  LayerRequest,
  MachineJobRequest,
  OptimizeRequest,
  PreviewRequest,
  ProfileRequest,
  QuantizationPreviewRequest,
  TrialRequest,
} from '../report/jobRequest';
import type { DataPreview } from '../report/dataPreview';
import type { FileMeasurement } from '../report/comparedFile';
import type { GraphDifference } from '../report/graphDifference';
import type { ErrorInfo } from '../report/layerwiseError';
import type { TensorDifference } from '../report/tensorDifference';
import type { ModelToken } from '../report/modelToken';
import type { KnownMachine, MachineReport } from '../report/machine';
import type { LayerTiming } from '../report/layerTiming';
import type { OptimizeResult } from '../report/optimizeResult';
import type { Profile } from '../report/latency';
import type { QuantizationPreview } from '../report/quantizationPreview';
import { defineNotification, defineRequest } from './message';

export interface CompareGraphsRequest {
  readonly base: string;
  readonly file: string;
  readonly trusted: boolean;
}

export interface ComparedGraphs {
  /** Of the file. */
  readonly token: ModelToken;
  /** Per main-graph node of the file the node of the base that it stands for, −1 for none. */
  readonly toBase: Int32Array;
  readonly difference: GraphDifference;
}

/** A profile with the file that it is of; the base's comes as well, without a measurement. */
export interface MeasuredComparison {
  readonly file: string;
  readonly profile: { readonly token: ModelToken; readonly profile: Profile } | undefined;
  readonly measured: FileMeasurement | undefined;
  /** Why there is none. */
  readonly error: ErrorInfo | undefined;
}

// Engine → worker. A worker serves one of these and is then ended.
export const runProfile = defineRequest<ProfileRequest, Profile>('worker/profile');
export const runImport = defineRequest<ImportRequest, Profile>('worker/import');
export const runOptimize = defineRequest<OptimizeRequest, OptimizeResult>('worker/optimize');
/** Plans passes on the data and tries the result. */
export const runTrial = defineRequest<TrialRequest, DryRun>('worker/trial');
export const runDryRun = defineRequest<DryRunRequest, DryRun>('worker/dryRun');
/** Reads data and runs nothing. */
export const runPreview = defineRequest<PreviewRequest, DataPreview>('worker/preview');
export const runCompare = defineRequest<CompareFilesRequest, readonly MeasuredComparison[]>('worker/compare');
export const runCompareTensors = defineRequest<CompareTensorsRequest, TensorDifference>('worker/compareTensors');
/** Reads both files and runs nothing. */
export const runCompareGraphs = defineRequest<CompareGraphsRequest, ComparedGraphs>('worker/compareGraphs');
/** Reads one weight and runs nothing. */
export const runQuantizationPreview = defineRequest<QuantizationPreviewRequest, QuantizationPreview>('worker/quantizationPreview');
/** Writes a file and runs nothing; answers with its path. */
export const runExtractLayers = defineRequest<ExtractLayersRequest, string>('worker/extractLayers');
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
