import type { Column } from './column';
import type { MachineRoofs } from './machine';

/** A layer against the roof that limits it: `layers[].roofline` of a report. */
export interface LayerRoofline {
  readonly bound: 'memory' | 'compute';
  /** Share of its limit that its kernel was measured to reach; null without a measured time. */
  readonly ofLimit: number | null;
  /** Time that the roof leaves. */
  readonly limitMs: number;
  /** Without a measured time: an estimate, always a range. */
  readonly predictedMs?: { readonly low: number; readonly high: number; readonly basis: 'estimated' };
  /** Why it is above its roof, where it is. */
  readonly note?: string;
}

/** What kernels with arithmetic do in how much time; one position per kernel. */
export interface RooflineWork {
  /** The node that stands for the kernel. */
  readonly nodes: Int32Array;
  /** Measured with a profile, predicted without one. */
  readonly timeMs: Float64Array;
  /** Two per multiply-accumulate. */
  readonly flops: Float64Array;
  /** Weights and activations that it has to move at least. */
  readonly bytes: Float64Array;
  /** 1 where the contractions are of 8-bit integers. */
  readonly integer: Uint8Array;
}

export interface RooflinePlot {
  readonly roofs: MachineRoofs;
  readonly work: RooflineWork;
  /** Factors by which predicted times may be off, with 80 % coverage: below 1 and above 1. */
  readonly uncertainty: { readonly low: number; readonly high: number };
}

/** A model against the roofs of this machine, as a user interface needs it. */
export interface RooflineView {
  /** Where the roofs come from, in a few words; `undefined` while they were not measured: then there is nothing else either. */
  readonly from: string | undefined;
  /** Node columns; `ofLimit` is the metric, the others are what it is recomputed from for groups. */
  readonly columns: readonly Column[];
  /** What limits a layer, by the node that stands for its kernel. */
  readonly layers: readonly { readonly node: number; readonly roofline: LayerRoofline }[];
  /** What the plot is drawn from; `undefined` while the roofs were not measured. */
  readonly plot: RooflinePlot | undefined;
}
