import type { ModelToken } from './modelToken';
import type { PassParameters } from './suggestion';

/** Conditions shared by everything that runs a model. */
export interface RunConditions {
  /** Values of symbolic dims by name. */
  readonly dims: Readonly<Record<string, number>>;
  /** Shapes of inputs by name, where dims have no usable name. */
  readonly inputShapes?: Readonly<Record<string, readonly number[]>>;
  /** `undefined`: physical cores. */
  readonly threads: number | undefined;
  readonly seed: number;
  /** Whole job, `undefined` for the default of its kind. */
  readonly deadlineMs?: number;
  /** A step that blocks; `undefined`: as long as the whole job, where that has a deadline, else `STEP_DEADLINE_MS`. */
  readonly stepDeadlineMs?: number;
  readonly memoryLimitBytes?: number;
  /** Path of data as the contract's "Data" describes; `undefined`: look beside the model, else synthetic. */
  readonly data?: string;
  /** Made-up inputs, even where data lie beside the model. */
  readonly withoutData?: boolean;
  /** Use at most this many samples of the data. */
  readonly samples?: number;
  /** Value of batch-like leading symbols, 1 when absent. */
  readonly batch?: number;
  /** Execution provider as the runtime calls it: `cpu`, `cuda`, `coreml`; `cpu` when absent. */
  readonly provider?: string;
  /** Whether the model's folder is trusted: its data files may then be hard links. */
  readonly trusted?: boolean;
}

/** How much is measured: in seconds and from one session, in some seconds, or with fresh processes and as long as it takes. */
export const RIGORS = ['quick', 'normal', 'strict'] as const;
export type RigorName = (typeof RIGORS)[number];

/** How far the runtime optimizes the graph of a session, the least first. */
export const GRAPH_LEVELS = ['disabled', 'basic', 'extended', 'all'] as const;
export type GraphLevel = (typeof GRAPH_LEVELS)[number];

/** The model that a job is about. */
export interface JobModel {
  readonly path: string;
  /** What the file was when whoever asks looked at it; a job on another one is refused. Absent where nobody looked, as on the command line. */
  readonly token?: ModelToken;
}

export interface ProfileRequest extends JobModel {
  readonly kind: 'profile';
  readonly conditions: RunConditions;
  readonly rigor: RigorName;
  /** Optimization level of the session; `disabled` after a crash. */
  readonly graphOptimization: GraphLevel;
  /** Whether the runtime keeps memory between runs in an arena, as it does when absent; `false` after a crash. */
  readonly arena?: boolean;
}

/** Takes the times from a file that onnxruntime wrote elsewhere, and measures nothing. */
export interface ImportRequest extends JobModel {
  readonly kind: 'import';
  readonly trace: string;
  readonly conditions: RunConditions;
}

export interface PassCall {
  readonly id: string;
  readonly parameters: PassParameters;
  /** Main-graph nodes of the model on the command line to leave alone, or to restrict the pass to. */
  readonly exclude?: readonly number[];
  readonly only?: readonly number[];
}

export interface OptimizeRequest extends JobModel {
  readonly kind: 'optimize';
  /** `undefined`: `NAME.<what>.onnx` beside the model, numbered when it exists. An existing path is refused. */
  readonly output: string | undefined;
  readonly passes: readonly PassCall[];
  readonly conditions: RunConditions;
  /** Labelled data for accuracy, never fitted on. */
  readonly evaluationData: string | undefined;
  readonly measure: boolean;
  /** Of the comparison with the original; `normal` when absent. */
  readonly rigor?: RigorName;
  readonly batch: number;
}

/** Plans passes on the data, as `optimize` would, and times and compares the result; writes nothing. */
export type TrialRequest = Omit<OptimizeRequest, 'kind' | 'output' | 'rigor'> & { readonly kind: 'trial' };

/** What passes would be fed. */
export interface PreviewRequest extends JobModel {
  readonly kind: 'preview';
  readonly conditions: RunConditions;
  /** Labelled data for accuracy, never fitted on. */
  readonly evaluationData: string | undefined;
}

export interface DryRunRequest {
  readonly kind: 'dryRun';
  readonly path: string;
  /** At least one; each is planned on the result of the one before. */
  readonly passes: readonly PassCall[];
  readonly dims: Readonly<Record<string, number>>;
  readonly trusted?: boolean;
}

/** What a layer's weight would lose in few bits. */
export interface QuantizationPreviewRequest extends JobModel {
  readonly node: number;
  readonly trusted: boolean;
}

/** Nodes of the main graph, or one node with everything that it depends on. */
export type ExtractedLayers = { readonly nodes: readonly number[] } | { readonly upTo: number };

/** Writes layers as a model of their own, beside the model. */
export interface ExtractLayersRequest extends JobModel {
  readonly layers: ExtractedLayers;
  readonly trusted: boolean;
}

export interface CompareRequest {
  readonly kind: 'compare';
  readonly base: string;
  readonly variant: string;
  readonly conditions: RunConditions;
  /** `normal` when absent. */
  readonly rigor?: RigorName;
  readonly batch: number;
  /** Labelled data for accuracy. */
  readonly evaluationData?: string;
}

/** Measures files against a model: outputs on the same samples, latency in turns, and a quick profile of each. */
export interface CompareFilesRequest extends JobModel {
  readonly kind: 'compare';
  /** At least one. */
  readonly files: readonly string[];
  readonly conditions: RunConditions;
  readonly rigor: RigorName;
  readonly batch: number;
  /** Labelled data for accuracy. */
  readonly evaluationData?: string;
}

/** Runs a model and a file on the same samples and compares what their layers make. */
export interface CompareTensorsRequest extends JobModel {
  readonly kind: 'tensors';
  readonly file: string;
  readonly conditions: RunConditions;
}

/** Other numbers of channels to time a layer with: those around its own, or these. */
export type WidthChoice = 'around' | readonly number[];

/** Cuts one layer out of a model and times it alone. */
export interface LayerRequest extends JobModel {
  readonly kind: 'layer';
  /** Main-graph node; the nodes that run in the same kernel go with it. */
  readonly node: number;
  /** Whether it is timed in eight-bit integers as well. */
  readonly int8: boolean;
  /** Absent: as wide as it is. */
  readonly outputWidths?: WidthChoice;
  readonly inputWidths?: WidthChoice;
  readonly conditions: RunConditions;
  readonly rigor: RigorName;
}

/** Measures the roofs of this machine, whatever was measured before. */
export interface MachineJobRequest {
  readonly kind: 'machine';
  /** Besides one; `undefined`: physical cores. */
  readonly threads: number | undefined;
  readonly deadlineMs?: number;
}
