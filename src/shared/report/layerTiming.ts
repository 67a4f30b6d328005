import type { Speedup } from './comparison';
import type { Environment } from './latency';

/** A kernel that ran when a form of a layer was timed alone. */
export interface IsolatedKernel {
  readonly op: string;
  readonly medianMs: number;
  /** True for conversions at the borders of the cut (layout changes, QuantizeLinear, DequantizeLinear), which neighbours share or spare in the whole model. */
  readonly border: boolean;
}

/** One form of a layer, timed alone. All times in milliseconds. */
export interface TimedForm {
  /** Of a whole run, borders and the runtime's own work included, with its 95 % interval. */
  readonly medianMs: number;
  readonly lowMs: number;
  readonly highMs: number;
  /** Of its own kernels and of conversions at its borders, from profiled runs, scaled so that both and the runtime's own work sum to the median. */
  readonly kernelMs: number;
  readonly borderMs: number;
  /** In the order in which they ran. */
  readonly kernels: readonly IsolatedKernel[];
  /** Of one run; `undefined` where they cannot be counted. */
  readonly macs: number | undefined;
  readonly flops: number | undefined;
  /** Of its own kernels; `undefined` as well where they are too short to be told apart from what timing them costs, as is the share of the roof. */
  readonly flopPerSecond: number | undefined;
  /** Share of the roof that limits its own kernels, and which; `undefined` while the machine is not measured. */
  readonly ofRoof: number | undefined;
  readonly bound: 'memory' | 'compute' | undefined;
  /** Why it is above its roof, where it is. */
  readonly roofNote: string | undefined;
  readonly reliable: boolean;
  /** The layer as it is over this form, timed in turns; `undefined` for the layer as it is. */
  readonly speedup: Speedup | undefined;
}

/** The layer in eight-bit integers. */
export interface IntegerForms {
  /** Between QuantizeLinear and DequantizeLinear, as a layer whose neighbours stay in floating point. */
  readonly alone: TimedForm;
  /** Reads and writes integers, as between neighbours in integers: no conversion is counted. */
  readonly between: TimedForm;
  /** Whether an integer kernel ran; without one it computes in floating point between conversions. */
  readonly ranInIntegers: boolean;
}

/** A layer with another number of channels. */
export interface TimedWidth {
  readonly channels: number;
  readonly form: TimedForm;
  /** Step of the staircase that it lies on, the narrowest first; `undefined` beside them. */
  readonly step: number | undefined;
  /** Fewest channels above it that take measurably less time: it lies beside the steps. `undefined` for the others. */
  readonly slowerThan: number | undefined;
}

/** Times over the number of channels on one side of a layer, the narrowest first; the layer as it is is one of them. */
export interface Staircase {
  readonly side: 'output' | 'input';
  readonly channels: number;
  readonly widths: readonly TimedWidth[];
}

/** What could not be timed, and why, in words. */
export interface NotTimed {
  readonly why: string;
}

/** Result of a `layer` job: one layer cut out of its model with the shapes and values that it has there, timed alone. */
export interface LayerTiming {
  /** Main-graph node that was asked for, its name and operator. */
  readonly node: number;
  readonly name: string;
  readonly op: string;
  /** Nodes of the model that were cut out: those that the runtime runs in the same kernel. */
  readonly nodes: readonly number[];
  readonly inputs: readonly { readonly name: string; readonly dtype: string; readonly shape: readonly number[] }[];
  readonly original: TimedForm;
  /** Absent when it was not asked for. */
  readonly int8?: IntegerForms | NotTimed;
  readonly staircases: readonly (Staircase | (NotTimed & Pick<Staircase, 'side'>))[];
  readonly environment: Environment;
  readonly notes: readonly string[];
}
