import type { GroupSource } from '../report/analysis';
import type { BodyGraph, BodyStep } from '../report/bodyGraph';
import type { Budgets } from '../report/budgetState';
import type { Column } from '../report/column';
import type { FileDifference, ListedFile } from '../report/comparedFile';
import type { Dismissal } from '../report/dismissal';
import type { DataPreview } from '../report/dataPreview';
import type { ErrorInfo } from '../report/layerwiseError';
import type { DryRun, PassDescription } from '../report/passDescription';
import type { JobKind, JobProgress } from '../report/job';
import type { MadeFrom } from '../report/madeFrom';
import type { ModelView, NodeDetails, WeightStatistics } from '../report/modelView';
import type { PassCall } from '../report/jobRequest';
import type { Profile } from '../report/latency';
import type { LayerTiming } from '../report/layerTiming';
import type { QuantizationPreview } from '../report/quantizationPreview';
import type { RooflineView } from '../report/roofline';
import type { PassParameters, SuggestionReport } from '../report/suggestion';
import type { TensorDifference } from '../report/tensorDifference';
import type { TensorLives } from '../report/tensorLives';
import type { ListedVariant } from '../report/variant';
import { defineNotification, defineRequest } from './message';

// Messages cross `postMessage`: plain objects, arrays and typed arrays only; no Map, no BigInt, no Infinity or NaN outside typed arrays.

/** What editor and side panel share; the last writer wins. `counter` grows with every change, so that own echoes are dropped. */
export interface SharedState {
  readonly counter: number;
  /** Anchor node of the selected layer. */
  readonly selected: number | undefined;
  /** Column id. */
  readonly metric: string;
  /** Id of the file that the model is compared with; `undefined` until one was chosen. */
  readonly variant: number | undefined;
}

export interface RunningJob {
  readonly id: number;
  readonly kind: JobKind;
  readonly title: string;
  readonly progress: JobProgress;
}

/** What a command leads to: the selected layer in a view, or the comparison with a file. */
export type Wish = { readonly view: 'graph' | 'layers' } | { readonly view: 'compare'; readonly path: string };

/** Everything a page draws from. The host sends all of it when a page says `PAGE_LISTENS`, afterwards only what changed. */
export interface ModelState {
  readonly phase: 'empty' | 'loading' | 'static' | 'profiling' | 'ready' | 'crashed' | 'failed';
  readonly trust: 'trusted' | 'restricted';
  /** False for schemes without a local path: the model is read, not run. */
  readonly runnable: boolean;
  readonly fileName: string;
  readonly model: ModelView | undefined;
  /** While a large model is loading: its first layers, whose sizes and costs are on the way like all that follows. */
  readonly beginning: ModelView | undefined;
  /** Grows whenever the file is read: what was answered about nodes holds for one reading. */
  readonly reading: number;
  /** Of the graph that was read: ids of nodes that a user chose mean the same layers while it stays. Empty before. */
  readonly skeletonHash: string;
  readonly profile: Profile | undefined;
  /** The profile was taken with other shapes than those chosen now. */
  readonly profileIsStale: boolean;
  /** The running profile shows what it knows so far; the model as a whole is still being timed. */
  readonly profileIsPartial: boolean;
  /** The file changed on disk since it was opened; `at` is the time of the results. */
  readonly changedOnDisk: { readonly at: string } | undefined;
  readonly job: RunningJob | undefined;
  /** Why the last job or the opening failed. */
  readonly error: ErrorInfo | undefined;
  /** What kind of job `error` is of; `undefined` where it is of none. */
  readonly failedJob: JobKind | undefined;
  readonly suggestions: SuggestionReport | undefined;
  /** Of `suggestions`, what the user does not want to see among the cards; by rule, since others of them may not be offered now. */
  readonly dismissed: readonly Dismissal[];
  /** `undefined` while it is being found out. */
  readonly roofline: RooflineView | undefined;
  /** Node columns that need the values of the weights; `undefined` while they are read. */
  readonly sparsity: readonly Column[] | undefined;
  /** The layer that was timed alone last. */
  readonly layerTiming: LayerTiming | undefined;
  /** Of one of our variants: what it was made from. */
  readonly madeFrom: MadeFrom | undefined;
  readonly variants: readonly ListedVariant[];
  /** Variants first, in their order, then other files. */
  readonly compared: readonly ListedFile[];
  /** What a command led to last; `counter` grows with every wish. */
  readonly wish: (Wish & { readonly counter: number }) | undefined;
  /** What was found last about the tensors of a file of `compared`. */
  readonly tensorDifference: ({ readonly path: string } & TensorDifference) | undefined;
  readonly passes: readonly PassDescription[];
  /** What passes that were tried on the data did, layer by layer; `undefined` until some were, and for other sizes or data. */
  readonly trial: { readonly passes: readonly PassCall[]; readonly plan: DryRun } | undefined;
  readonly shared: SharedState;
  /** Data to fit on, found beside the model or chosen: path as shown; `undefined` for none. */
  readonly calibration: { readonly label: string } | undefined;
  /** Labelled data to judge accuracy on, never fitted on. */
  readonly evaluation: { readonly label: string } | undefined;
  /** Where the next variant is written; `undefined`: next to the model, under the name of its passes. */
  readonly output: { readonly path: string; readonly label: string } | undefined;
  /** Optimize page only: variant whose result card is shown. */
  readonly result: ListedVariant | undefined;
  /** Optimize page only: layers that the user came from; restricts the plan. */
  readonly focusLayers: readonly number[];
  /** Optimize page only: pass that the user came for, and what it is to be told. */
  readonly focusPass: string | undefined;
  readonly focusParameters: PassParameters | undefined;
}

/** Actions that need no answer; the host decides what they do. Arguments are ids and numbers, never paths or text of a model. */
export type PageAction =
  | { readonly kind: 'profile' }
  | { readonly kind: 'retryWithoutFusions' }
  | { readonly kind: 'retryWithoutArena' }
  /** The last job again, with more time; the profile again, with more runs. */
  | { readonly kind: 'waitLonger' | 'profileLonger' }
  /** The last job again, on half of the samples. */
  | { readonly kind: 'fewerSamples' }
  /** Ids of the passes that are chosen. */
  | { readonly kind: 'chooseOutput'; readonly passIds: readonly string[] }
  | { readonly kind: 'clearOutput' }
  | { readonly kind: 'chooseSizes' | 'locateData' | 'copyAndProfile' | 'changeMemoryLimit' }
  | { readonly kind: 'cancelJob' }
  | { readonly kind: 'measureMachine' }
  | { readonly kind: 'showCounting'; readonly section: string }
  | { readonly kind: 'openOptimize'; readonly pass?: string; readonly layers?: readonly number[] }
  | { readonly kind: 'applySuggestion' | 'previewSuggestion' | 'restoreSuggestion'; readonly rule: string }
  /** `budgets`: what the user wants of the result. */
  | { readonly kind: 'optimize'; readonly passes: readonly PassCall[]; readonly budgets: Budgets }
  | { readonly kind: 'tryPasses'; readonly passes: readonly PassCall[] }
  | { readonly kind: 'chooseCalibration' | 'chooseCalibrationFolder' | 'chooseEvaluation' | 'clearCalibration' }
  /** Id of a file in `variants`. */
  | {
      readonly kind:
        | 'compareWithBaseline'
        | 'compareWithParent'
        | 'openVariant'
        | 'keepVariant'
        | 'discardVariant'
        | 'compareAsText'
        | 'showResult'
        | 'measureLonger'
        | 'rerunVariant'
        /** The variant again, without the layers that got slower. */
        | 'onlyWhatPays'
        | 'revealVariant';
      readonly id: number;
    }
  /** Ids of files in `compared`; at least one for `measureCompared`. */
  | { readonly kind: 'measureCompared'; readonly ids: readonly number[] }
  | { readonly kind: 'openCompared' | 'removeCompared' | 'compareTensors'; readonly id: number }
  | { readonly kind: 'addCompared' }
  | { readonly kind: 'exportReport' }
  | { readonly kind: 'openModel' | 'openSample' | 'openText' | 'showLog' | 'manageTrust' | 'openAsHex' | 'reload' }
  /** `profileUpTo`: what the node needs becomes a model of its own, which is profiled. */
  | { readonly kind: 'showInEditor' | 'timeLayer' | 'profileUpTo'; readonly node: number }
  /** Nodes of a layer, at least one, which become a model of their own. */
  | { readonly kind: 'extractLayers'; readonly nodes: readonly number[] };

export const EXPORT_FORMATS = ['svg', 'png', 'csv', 'json'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportedFile {
  /** What it shows, for the name that is offered: `map`. */
  readonly name: string;
  readonly format: ExportFormat;
  readonly bytes: Uint8Array;
}

// Page → host.
/** Drawing threw; the page says so itself, this is for the log. */
export const pageDrawingFailed = defineNotification<{ readonly detail: string }>('page/drawingFailed');
/** `skeletonHash`: of the graph that the page shows, whose nodes the action may name. */
export const pageAction = defineNotification<{ readonly action: PageAction; readonly skeletonHash: string }>('page/action');
export const pageShared = defineNotification<SharedState>('page/shared');
export const pageSetDims = defineRequest<{ readonly dims: Readonly<Record<string, number>> }, void>('page/setDims');
/** Groups of layers from elsewhere, for the model in all that shows it. */
export const pageSetGrouping = defineRequest<{ readonly grouping: GroupSource }, void>('page/setGrouping');
export const pageNodeDetails = defineRequest<{ readonly node: number }, NodeDetails>('page/nodeDetails');
/** What a body of a node holds, or the function that it calls; the steps lead there from the main graph. */
export const pageBodyGraph = defineRequest<{ readonly steps: readonly BodyStep[] }, BodyGraph>('page/bodyGraph');
export const pageWeightStatistics = defineRequest<{ readonly weight: string }, WeightStatistics>('page/weightStatistics');
/** Asked for when memory over time is shown. */
export const pageTensorLives = defineRequest<Record<string, never>, TensorLives>('page/tensorLives');
/** Of a file of `compared`, by its id. */
export const pageFileDifference = defineRequest<{ readonly id: number }, FileDifference>('page/fileDifference');
export const pageQuantizationPreview = defineRequest<{ readonly node: number }, QuantizationPreview>('page/quantizationPreview');
export const pageDryRun = defineRequest<{ readonly passes: readonly PassCall[] }, DryRun>('page/dryRun');
/** The command line that does the same is in the clipboard when it is answered. */
export const pageCopyCommand = defineRequest<{ readonly passes: readonly PassCall[] }, void>('page/copyCommand');
/** Of the data that the next job fits on. */
export const pagePreviewData = defineRequest<Record<string, never>, DataPreview>('page/previewData');

/** Something that the page drew or wrote, to be saved where the user says; done as well when the user cancels. */
export const pageSaveExport = defineRequest<ExportedFile, void>('page/saveExport');

/** Layers as text, for the clipboard: a page that a command woke has no focus yet, which the browser asks for. */
export const pageCopyText = defineRequest<{ readonly text: string }, void>('page/copyText');

// Host → page.
export const hostState = defineNotification<Partial<ModelState>>('host/state');
/** What a command of the palette or of a menu has the page in front do, which knows what is chosen. */
export type PageCommand =
  | 'showLayers'
  | 'showMap'
  | 'find'
  | 'nextMetric'
  | 'export'
  | 'copyLayers'
  | 'copyLayersAsCsv'
  | 'copyLayersAsMarkdown'
  | 'extractLayers'
  | 'optimizeLayers';

export const hostCommand = defineNotification<{ readonly command: PageCommand }>('host/command');
