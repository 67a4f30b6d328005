import type { Problem } from '../shared/report/problem';

/** Number, `null` where it is not known. */
type Size = number | null;

/** An input or output as the file declares it. */
export interface InfoValue {
  readonly name: string;
  /** The whole type as text, `sequence(float32[N, 3])` or `optional(…)` too; `null` when the file declares none. */
  readonly type: string | null;
  /** `null` for what is not a tensor. */
  readonly dtype: string | null;
  readonly shape: readonly Size[] | null;
  /** The dims as declared: numbers, names, `null` for neither. */
  readonly symbolic: readonly (number | string | null)[] | null;
}

/** Output of `layerwise info`, schema `layerwise.info/1`: facts of the file itself; nothing is inferred. */
export interface InfoReport {
  readonly schema: 'layerwise.info/1';
  readonly model: {
    readonly file: string;
    readonly bytes: number;
    readonly sha256: string | null;
    readonly irVersion: number;
    readonly opsets: Readonly<Record<string, number>>;
    readonly producer: string;
    /** SHA-256 of the model it was made from, if Layerwise wrote it. */
    readonly parent: string | null;
  };
  readonly inputs: readonly InfoValue[];
  readonly outputs: readonly InfoValue[];
  readonly counts: {
    /** Of the main graph. */
    readonly nodes: number;
    /** Of all graphs. */
    readonly initializers: number;
    readonly constants: number;
    readonly subgraphs: number;
    readonly functions: number;
    /** Initializers that are stored as values with their positions. */
    readonly sparseInitializers: number;
    /** Graphs for training that come with the model. */
    readonly trainingGraphs: number;
  };
  /** How often each operator occurs in all graphs, the most frequent first. */
  readonly operators: readonly { readonly domain: string; readonly op: string; readonly count: number }[];
  readonly functions: readonly { readonly domain: string; readonly name: string; readonly overload: string; readonly nodes: number }[];
  readonly deviceConfigurations: readonly { readonly name: string; readonly devices: number }[];
  /** Stored tensors of all graphs by element type, the largest first. */
  readonly weights: readonly { readonly dtype: string; readonly tensors: number; readonly elements: number; readonly bytes: number }[];
  /** Data files beside the model; `bytes` is `null` and `fault` says why when one cannot be used. `sha256` is `null` until hashing is asked for. */
  readonly externalData: readonly {
    readonly location: string;
    readonly bytes: number | null;
    readonly tensors: number;
    readonly sha256: string | null;
    readonly fault: string | null;
  }[];
  readonly metadata: readonly { readonly key: string; readonly value: string }[];
  readonly problems: readonly Problem[];
}
