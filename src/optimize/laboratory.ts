import type { Graph } from '../shared/graph/graph';
import type { Weight } from '../shared/graph/weight';
import type { LayerError } from '../shared/report/layerError';

/** Something to find out about a tensor over all calibration samples. */
export type Observation =
  /** Smallest and largest value; of what `isPositive` none lies below zero, and 0 is given as the smallest. `isImage`: [N, C, H, W] of more than one position. */
  | { readonly kind: 'range'; readonly tensor: string; readonly isPositive: boolean; readonly isImage: boolean }
  /** Mean per position of `channelAxis`, over everything else. `rank` is the tensor's. */
  | { readonly kind: 'mean'; readonly tensor: string; readonly channelAxis: number; readonly rank: number }
  /** Mean and variance per position of `channelAxis`, over everything else. */
  | { readonly kind: 'moments'; readonly tensor: string; readonly channelAxis: number; readonly rank: number }
  /** Second moments E[x·xᵀ] of the channels at the same position, [channels, channels], and their mean. `byImage`: [N, C, …] with no fewer positions than channels. */
  | { readonly kind: 'gram'; readonly tensor: string; readonly channelAxis: number; readonly rank: number; readonly byImage?: boolean }
  /** Whether a value is NaN. Unless `isExact`, large values of both signs, whose sum leaves the range of float32, seem to be, too; that costs a fraction. */
  | { readonly kind: 'nan'; readonly tensor: string; readonly isExact: boolean }
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
  /** Exponential average of the range over the runs (weight 0.01 for each new one), where a range was asked for. */
  readonly average?: { readonly min: number; readonly max: number };
  /** Row-major [channels, channels]. */
  readonly gram: Float64Array;
  /** Whether a mean or sum was NaN: because of a value, or because the sum left the range. Reductions to the smallest and largest value drop NaN. */
  readonly seemsNan?: true;
  /** The first samples, counted from 1, of which a value was NaN, where it was looked for exactly. */
  readonly notANumber?: { readonly first: number; readonly last: number };
}

/** Findings by tensor name. What was not asked for is `NaN` or empty. */
export type Findings = ReadonlyMap<string, Observed>;

/** Samples to judge a candidate on: some of those to fit on, all of those, or the ones that no pass may fit on. */
export type JudgedSamples = 'few' | 'fitted' | 'held-back';

/** A part of a pass that takes long, for whoever watches. */
export interface PassStep {
  /** `layer 3 of 14`. */
  readonly title: string;
  /** Share of the pass that is done before and after it, 0..1. */
  readonly from: number;
  readonly to: number;
}

/** What became of the results of the model on the command line. */
export interface Judgement {
  readonly samples: number;
  /** With the same largest output; where no output looks like class scores, with all outputs within 10 % (20 dB). */
  readonly agreeing: number;
  /** Signal to quantization noise of all outputs together, dB; Infinity when equal. */
  readonly sqnrDb: number;
  /** Samples with a label: right before and wrong after, and the other way round; absent without labels. */
  readonly labelled?: { readonly lost: number; readonly won: number; readonly samples: number };
}

/** What can be held back from passes to judge with. */
export interface HeldBack {
  readonly samples: number;
  readonly hasLabels: boolean;
  /** Whether the data are made up, so that they say nothing about accuracy. */
  readonly isSynthetic: boolean;
}

/** A kernel that ran, with what it did of the model on the command line. */
export interface KernelTime {
  /** Ids in that model; those of the integer kernel beside it for a conversion; empty for what the runtime added. */
  readonly origins: readonly number[];
  readonly op: string;
  readonly medianMs: number;
}

/**
 * Everything that planning cannot know without running the model. Implemented by the worker with the runner; a dry run has none.
 * All methods throw `LayerwiseError` when the runtime refuses or the data do not fit.
 */
export interface Laboratory {
  /** True when `observe` runs over the user's data; else over made-up inputs, whose statistics mean nothing. */
  readonly hasData?: boolean;
  /** Runs `graph` over the fitted part of the data, or over its first `most` samples; memory stays flat in the number of samples. */
  observe(graph: Graph, observations: readonly Observation[], most?: number): Promise<Findings>;
  /** Values of tensors that follow from constants alone, by name; a tensor above `maxBytes` is left out. */
  evaluate(graph: Graph, tensors: readonly string[], maxBytes: number): Promise<ReadonlyMap<string, Weight>>;
  /** Share of the samples to fit on, 0..1, on which `candidate` and the model on the command line agree in their largest output. */
  agreement(candidate: Graph): Promise<number>;
  readonly heldBack: HeldBack;
  /** How the results of `candidate` differ from those of the model on the command line. */
  judge(candidate: Graph, on: JudgedSamples, step: PassStep): Promise<Judgement>;
  /** What each layer of the model on the command line is off by in `candidate`, on some of the samples to fit on. */
  layerErrors(candidate: Graph, step: PassStep): Promise<readonly LayerError[]>;
  /** What runs in each graph, and for how long, on one sample; measured in turns while nobody else measures. */
  kernelTimes(graphs: readonly Graph[], step: PassStep): Promise<readonly (readonly KernelTime[])[]>;
}
