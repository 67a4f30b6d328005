import type { GroupSource } from '../report/analysis';
import type { BodyGraph, BodyStep } from '../report/bodyGraph';
import type { Column } from '../report/column';
import type { ComparedFile, FileDifference } from '../report/comparedFile';
import type { DataPreview } from '../report/dataPreview';
import type { ErrorInfo } from '../report/layerwiseError';
import type { JobKind, JobOutcome, JobProgress } from '../report/job';
import type {
  CompareFilesRequest,
  CompareTensorsRequest,
  ExtractedLayers,
  ImportRequest,
  LayerRequest,
  MachineJobRequest,
  OptimizeRequest,
  PassCall,
  PreviewRequest,
  ProfileRequest,
  TrialRequest,
} from '../report/jobRequest';
import type { DryRun, PassDescription } from '../report/passDescription';
import type { MadeFrom } from '../report/madeFrom';
import type { ModelToken } from '../report/modelToken';
import type { ModelView, NodeDetails, TextForm, WeightStatistics } from '../report/modelView';
import type { OptimizeResult } from '../report/optimizeResult';
import type { Profile } from '../report/latency';
import type { LayerTiming } from '../report/layerTiming';
import type { MachineReport } from '../report/machine';
import type { ReportFormat } from '../report/reportFormat';
import type { QuantizationPreview } from '../report/quantizationPreview';
import type { RooflineView } from '../report/roofline';
import type { SuggestionReport } from '../report/suggestion';
import type { TensorDifference } from '../report/tensorDifference';
import type { TensorLives } from '../report/tensorLives';
import type { Variant } from '../report/variant';
import { defineNotification, defineRequest } from './message';
import type { Packed } from './packing/packed';

/** Number of an open model, given by the engine; dead after a restart. */
export type ModelId = number;
export type JobId = number;

/** A request about an open model; refused with `stale-token` when the file is no longer the one that was opened. */
export interface OfModel {
  readonly model: ModelId;
  readonly token: ModelToken;
}

export interface OpenedModel extends OfModel {
  readonly view: Packed<ModelView>;
  /** The view holds the first layers only, without sizes and costs. `modelView` asks for all of it. */
  readonly isBeginning: boolean;
  /** The last profile under the same conditions, from the store. */
  readonly profile: Profile | undefined;
}

/** What the host is told of a comparison beside what is kept. */
export interface CompareResult {
  /** Why files could not be measured. */
  readonly files: readonly { readonly file: string; readonly error: ErrorInfo | undefined }[];
  /** Of the model itself, taken quickly. */
  readonly profile: Profile | undefined;
}

// Host → engine. What has a value for every node is packed once, for the host to read and to send on to pages.
/** `trusted`: whether links out of trusted folders may be followed as the resolver's rules allow. `threads` and `provider`: of the stored profile that is looked for. `grouping`: what the user chose for the model, if anything. */
export const openModel = defineRequest<
  {
    readonly path: string;
    readonly trusted: boolean;
    readonly dims: Readonly<Record<string, number>>;
    readonly grouping?: GroupSource | undefined;
    readonly threads?: number | undefined;
    readonly provider?: string | undefined;
  },
  OpenedModel
>('engine/open');
/** The view with its analysis, which is made now if nobody asked for it before. */
export const modelView = defineRequest<OfModel, Packed<ModelView>>('engine/view');
export const closeModel = defineRequest<{ readonly model: ModelId }, void>('engine/close');
/** Static analysis with other dims. */
export const setDims = defineRequest<OfModel & { readonly dims: Readonly<Record<string, number>> }, Packed<ModelView>>('engine/setDims');
/** The same with groups of layers from elsewhere. */
export const setGrouping = defineRequest<OfModel & { readonly grouping: GroupSource }, Packed<ModelView>>('engine/setGrouping');
/** The view with sizes that the last profile measured; `undefined` when it measured none. */
export const measuredView = defineRequest<OfModel, Packed<ModelView> | undefined>('engine/measuredView');
/** Node columns that need the values of the weights, which are read at the first time. */
export const sparsity = defineRequest<OfModel, readonly Column[]>('engine/sparsity');
export const tensorLives = defineRequest<OfModel, TensorLives>('engine/tensorLives');
export const nodeDetails = defineRequest<OfModel & { readonly node: number }, NodeDetails>('engine/nodeDetails');
/** A body or function as a graph of its own, made when somebody opens it. Refused with `too-large` and `too-deep` beyond what is drawn. */
export const bodyGraph = defineRequest<OfModel & { readonly steps: readonly BodyStep[] }, Packed<BodyGraph>>('engine/bodyGraph');
export const weightStatistics = defineRequest<OfModel & { readonly weight: string }, WeightStatistics>('engine/weightStatistics');
/** Places of the model's data files beside it, whether they are there or not; those that no model may name are left out. */
export const dataLocations = defineRequest<OfModel, readonly string[]>('engine/dataLocations');
/** Location of the first data file of the model that was missing when it was opened. */
export const missingDataFile = defineRequest<OfModel, string | undefined>('engine/missingDataFile');
/** Copies the file at `source` to where the missing data file is looked for; never in place of another. */
export const placeDataFile = defineRequest<OfModel & { readonly location: string; readonly source: string }, void>('engine/placeDataFile');
export const textForm = defineRequest<OfModel, TextForm>('engine/textForm');
/** `data`: what passes could be given. `threads`: of the roofs that stand in for a profile. */
export const suggestions = defineRequest<
  OfModel & { readonly data: 'none' | 'unlabelled' | 'labelled'; readonly threads?: number | undefined },
  SuggestionReport
>('engine/suggestions');
/** The model against the roofs of this machine. `measured`: whether the profile counts, which it does not for other shapes; else times are predicted. */
export const roofline = defineRequest<
  OfModel & { readonly measured: boolean; readonly threads?: number | undefined },
  Packed<RooflineView>
>('engine/roofline');
/** The timeline of the last profile for chrome://tracing and Perfetto, as JSON. Refused with `not-applicable` while there is none. */
export const exportTrace = defineRequest<OfModel, string>('engine/exportTrace');
/** A report about the model, its last profile and its variants, as the text of a file. `threads` and `provider`: of the profiles of variants. */
export const exportReport = defineRequest<
  OfModel & { readonly format: ReportFormat; readonly threads?: number | undefined; readonly provider?: string | undefined },
  string
>('engine/exportReport');
export const listPasses = defineRequest<Record<string, never>, readonly PassDescription[]>('engine/passes');
/** The weight of a layer in few bits, read and computed by a worker. Refused with `not-applicable` for a node without one that passes change. */
export const quantizationPreview = defineRequest<OfModel & { readonly node: number }, QuantizationPreview>('engine/quantizationPreview');
/** Writes nodes of the main graph as a model of their own beside the model; answers with the path of the new file. */
export const extractLayers = defineRequest<OfModel & { readonly layers: ExtractedLayers }, string>('engine/extractLayers');
export const dryRun = defineRequest<OfModel & { readonly passes: readonly PassCall[] }, DryRun>('engine/dryRun');
/** The first samples that passes would fit on; a new question about a model ends the one before it. */
export const previewData = defineRequest<OfModel & { readonly request: PreviewRequest }, DataPreview>('engine/previewData');
/** Put a job into the queue; its progress and outcome come as notifications. */
export const startProfile = defineRequest<OfModel & { readonly request: ProfileRequest }, JobId>('engine/startProfile');
/** Takes the profile from a trace; it ends as a profile does, and is not kept. */
export const startImport = defineRequest<OfModel & { readonly request: ImportRequest }, JobId>('engine/startImport');
export const startOptimize = defineRequest<OfModel & { readonly request: OptimizeRequest }, JobId>('engine/startOptimize');
/** Plans passes on the data and tries the result; writes nothing. */
export const startTrial = defineRequest<OfModel & { readonly request: TrialRequest }, JobId>('engine/startTrial');
/** Measures files against the model; what is measured is kept, and so are the profiles. */
export const startCompare = defineRequest<OfModel & { readonly request: CompareFilesRequest }, JobId>('engine/startCompare');
/** Compares what the layers of the model and of a file make; the result is kept by whoever shows it. */
export const startCompareTensors = defineRequest<OfModel & { readonly request: CompareTensorsRequest }, JobId>(
  'engine/startCompareTensors',
);
/** Times one layer alone. */
export const startLayer = defineRequest<OfModel & { readonly request: LayerRequest }, JobId>('engine/startLayer');
export const startMachine = defineRequest<{ readonly request: MachineJobRequest }, JobId>('engine/startMachine');
/** Kills the job's processes; its outcome is then `cancelled`. */
export const cancelJob = defineRequest<{ readonly job: JobId }, void>('engine/cancel');
/** Variants made from the model at `path` or from one of its variants, oldest first; files that are gone are left out. */
export const listVariants = defineRequest<{ readonly path: string }, readonly Variant[]>('engine/variants');
/** Variants of the model and other files, with what was measured of them against it. */
export const comparedFiles = defineRequest<OfModel & { readonly others: readonly string[] }, readonly ComparedFile[]>(
  'engine/comparedFiles',
);
/** `threads` and `provider`: of the stored profile that is looked for. */
export const fileDifference = defineRequest<
  OfModel & { readonly file: string; readonly threads?: number | undefined; readonly provider?: string | undefined },
  FileDifference
>('engine/fileDifference');
/** Marks a variant as reviewed and wanted. */
/** What the model was made from; `undefined` for one that is none of our variants, or whose original is gone. */
export const madeFrom = defineRequest<OfModel, MadeFrom | undefined>('engine/madeFrom');
export const keepVariant = defineRequest<{ readonly path: string }, void>('engine/keepVariant');
/** Deletes a variant's file. Refused for a file that Layerwise did not write or that was changed since. */
export const discardVariant = defineRequest<{ readonly path: string }, void>('engine/discardVariant');

// Engine → host.
export const jobProgress = defineNotification<{
  readonly job: JobId;
  /** `undefined` for a job that is about no model. */
  readonly model: ModelId | undefined;
  readonly kind: JobKind;
  readonly progress: JobProgress;
}>('engine/progress');
export const partialProfile = defineNotification<{ readonly job: JobId; readonly model: ModelId; readonly profile: Profile }>(
  'engine/partialProfile',
);
export const profileDone = defineNotification<{ readonly job: JobId; readonly model: ModelId; readonly outcome: JobOutcome<Profile> }>(
  'engine/profileDone',
);
export const optimizeDone = defineNotification<{
  readonly job: JobId;
  readonly model: ModelId;
  readonly outcome: JobOutcome<OptimizeResult>;
}>('engine/optimizeDone');
export const trialDone = defineNotification<{ readonly job: JobId; readonly model: ModelId; readonly outcome: JobOutcome<DryRun> }>(
  'engine/trialDone',
);
export const layerDone = defineNotification<{ readonly job: JobId; readonly model: ModelId; readonly outcome: JobOutcome<LayerTiming> }>(
  'engine/layerDone',
);
export const compareDone = defineNotification<{
  readonly job: JobId;
  readonly model: ModelId;
  readonly outcome: JobOutcome<CompareResult>;
}>('engine/compareDone');
export const compareTensorsDone = defineNotification<{
  readonly job: JobId;
  readonly model: ModelId;
  readonly file: string;
  readonly outcome: JobOutcome<TensorDifference>;
}>('engine/compareTensorsDone');
export const machineDone = defineNotification<{ readonly job: JobId; readonly outcome: JobOutcome<MachineReport> }>('engine/machineDone');
export const engineLog = defineNotification<{ readonly level: 'info' | 'warn' | 'error'; readonly text: string }>('engine/log');
