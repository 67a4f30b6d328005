import type { FittedData, PassOutcome } from './optimizeResult';
import type { ParameterValue, PassPromise } from './suggestion';

/** One parameter of a pass, enough to generate a form field, a command-line option and a schema. */
export interface PassParameter {
  readonly name: string;
  readonly title: string;
  readonly type: 'number' | 'integer' | 'boolean' | 'choice' | 'string';
  readonly choices?: readonly string[];
  readonly default?: ParameterValue;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly description: string;
}

/** A row of the pass table as the outside sees it. */
export interface PassDescription {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** `<what>` of the written file's name: `int8`, `clean`. */
  readonly fileTag: string;
  readonly parameters: readonly PassParameter[];
  /** What a parameter of any other name is, for passes that are told something about names of the model; absent where there are none. */
  readonly others?: Omit<PassParameter, 'name'>;
  readonly needs: 'nothing' | 'calibration' | 'labels';
  readonly promise: PassPromise;
}

/** One layer of a dry run: what would happen to it, or why nothing would. */
export interface LayerPlan {
  readonly node: number;
  /** Of a node of a body or function, as the contract prints it: `12/then_branch/3`. */
  readonly path?: string;
  readonly action: 'change' | 'skip';
  /** `INT8 static`, `256 → 192 channels`, or the reason for which it is skipped. */
  readonly detail: string;
  readonly precisionBefore: string;
  readonly precisionAfter: string;
  /** Where no pass changes a precision: the operator of the node, and all of what stands for it afterwards, with commas; `""` where nothing does. */
  readonly operatorBefore?: string;
  readonly operatorAfter?: string;
  /** What rounding is expected to add to the layer's output by itself (signal to noise, dB), where it was tried on data. */
  readonly errorDb?: number;
  /** What rounding it alone is expected to add to the outputs of the model (signal to noise, dB), where that was tried on data. */
  readonly outputDb?: number;
  /** Time of its kernels with the conversions beside them, where it was tried. */
  readonly triedMs?: { readonly before: number; readonly after: number };
  /** Stored values that the layer reads, as planned; absent where nothing of the layer is left. */
  readonly weightBytes?: { readonly before: number; readonly after: number };
  /** How many nodes of which operator stand for the layer besides its own. */
  readonly addedOps?: Readonly<Record<string, number>>;
  /** Expected time after the change over time before it; absent where nothing is known of layers like it. */
  readonly expectedTime?: ExpectedTime;
}

/** An estimate, from layers that were measured on another machine. */
export interface ExpectedTime {
  readonly low: number;
  readonly high: number;
  /** Which layers it was seen on. */
  readonly source: string;
}

/** What passes would do one after the other, without doing it. */
export interface DryRun {
  /** Their ids, with commas. */
  readonly pass: string;
  /** Each pass as a run would report it, those that passes need among them. */
  readonly passes: readonly PassOutcome[];
  /** One row per layer, in node order. */
  readonly layers: readonly LayerPlan[];
  readonly nodesBefore: number;
  readonly nodesAfter: number | undefined;
  /** Of all stored values that something reads, as planned. */
  readonly weightBytes?: { readonly before: number; readonly after: number };
  readonly notes: readonly string[];
  /** What it was tried on; absent where nothing was run. */
  readonly tried?: FittedData;
}
