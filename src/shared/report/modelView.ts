import type { Dtype } from '../graph/dtype';
import type { Analysis, Totals } from './analysis';
import type { ValueDistribution } from './valueDistribution';

/** The model as a user interface needs it: names and connections of the main graph, without weights or attributes. */
export interface ModelView {
  readonly fileName: string;
  /** With its data files. */
  readonly fileBytes: number;
  readonly irVersion: number;
  readonly opsets: readonly { readonly domain: string; readonly version: number }[];
  readonly producer: string;
  readonly nodeNames: readonly string[];
  readonly nodeOps: readonly string[];
  /** What an op line shows beside the op: `3×3, stride 2, 512 → 512`, one per node, may be empty. */
  readonly nodeDetails: readonly string[];
  readonly nodeDomains: readonly string[];
  /** Type that each node computes in; `undefined` where it is not known. */
  readonly nodeDtypes: readonly (Dtype | undefined)[];
  /** Tensor ids (positions in `analysis.tensors`) of node n's inputs: `inputs[inputStart[n]] … `; −1 for omitted. */
  readonly inputStart: Int32Array;
  readonly inputs: Int32Array;
  readonly outputStart: Int32Array;
  readonly outputs: Int32Array;
  readonly analysis: Analysis;
  /** Nodes that call a model-local function. */
  readonly functionCalls: readonly number[];
  /** Ways to run a decoder with a cache; empty for other models. */
  readonly scenarios: readonly Scenario[];
}

/** One way to run a decoder with a cache, and what it costs. */
export interface Scenario {
  readonly name: 'prefill' | 'decode';
  /** Tokens that are given, and tokens that the cache holds. */
  readonly tokens: number;
  readonly pastTokens: number;
  readonly dims: Readonly<Record<string, number>>;
  readonly totals: Totals;
}

/** What the details pane asks for when a node is selected. All text is shown as text, never as markup. */
export interface NodeDetails {
  readonly node: number;
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  /** Weights that the node reads, by input position. */
  readonly weights: readonly { readonly name: string; readonly dtype: string; readonly dims: readonly number[]; readonly bytes: number }[];
}

/** Distribution of a weight's values. */
export interface WeightStatistics extends ValueDistribution {
  readonly name: string;
  readonly elements: number;
  /** Elements looked at; fewer than `elements` for a sample. */
  readonly sampled: number;
  /** Least and largest value in each output channel, in order; NaN where a sample has none of its values. Absent without an axis of channels. */
  readonly channels: { readonly axis: number; readonly lows: Float32Array; readonly highs: Float32Array } | undefined;
  /** The first values; as text what is no finite number, or no double holds. */
  readonly preview: readonly (number | string)[];
}

/** The compact reading form of a model, with its source map. */
export interface TextForm {
  readonly text: string;
  /** Line (0-based) of each main-graph node; −1 for nodes without a line. */
  readonly lineOfNode: Int32Array;
  /** Lines that open a group: line, path and the group's nodes. */
  readonly groups: readonly { readonly line: number; readonly path: string; readonly group: number }[];
  /** Line of `model NAME`. */
  readonly modelLine: number;
  /** Says what was abbreviated to stay within the editor's limits; empty when nothing was. */
  readonly note: string;
}
