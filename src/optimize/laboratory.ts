import type { Graph } from '../shared/graph/graph';
import type { Weight } from '../shared/graph/weight';

/** Something to find out about a tensor over all calibration samples. */
export type Observation =
  /** Smallest and largest value. */
  | { readonly kind: 'range'; readonly tensor: string }
  /** Mean per position of `channelAxis`, over everything else. `rank` is the tensor's. */
  | { readonly kind: 'mean'; readonly tensor: string; readonly channelAxis: number; readonly rank: number }
  /** Mean and variance per position of `channelAxis`, over everything else. */
  | { readonly kind: 'moments'; readonly tensor: string; readonly channelAxis: number; readonly rank: number }
  /** Second moments E[x·xᵀ] of the channels at the same position, [channels, channels], and their mean. */
  | { readonly kind: 'gram'; readonly tensor: string; readonly channelAxis: number; readonly rank: number }
  /** Evenly spread values, about `count` in total. */
  | { readonly kind: 'samples'; readonly tensor: string; readonly count: number };

/** What was found out about one tensor. */
export interface Observed {
  readonly min: number;
  readonly max: number;
  readonly mean: Float64Array;
  /** Population variance (divided by n). */
  readonly variance: Float64Array;
  readonly samples: Float32Array;
  /** Row-major [channels, channels]. */
  readonly gram: Float64Array;
}

/** Findings by tensor name. What was not asked for is `NaN` or empty. */
export type Findings = ReadonlyMap<string, Observed>;

/**
 * Everything that planning cannot know without running the model. Implemented by the worker with the runner; a dry run has none.
 * All methods throw `LayerwiseError` when the runtime refuses or the data do not fit.
 */
export interface Laboratory {
  /** True when `observe` runs over the user's data; else over made-up inputs, whose statistics mean nothing. */
  readonly hasData?: boolean;
  /** Runs `graph` over the fitted part of the data; memory stays flat in the number of samples. */
  observe(graph: Graph, observations: readonly Observation[]): Promise<Findings>;
  /** Values of tensors that follow from constants alone, by name; a tensor above `maxBytes` is left out. */
  evaluate(graph: Graph, tensors: readonly string[], maxBytes: number): Promise<ReadonlyMap<string, Weight>>;
  /** Share of the samples to fit on, 0..1, on which `candidate` and the model on the command line agree in their largest output. */
  agreement(candidate: Graph): Promise<number>;
}
