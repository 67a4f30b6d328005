import type { Speedup } from './comparison';
import type { ErrorInfo } from './layerwiseError';
import type { Environment } from './latency';

/** Conditions of one point. */
export interface SweepCombination {
  readonly batch: number;
  readonly threads: number;
  /** Symbols that are swept, by name. */
  readonly dims: Readonly<Record<string, number>>;
}

/** What was measured at a point, in a process of its own. */
export interface SweepMeasurement {
  readonly medianMs: number;
  readonly lowMs: number;
  readonly highMs: number;
  readonly p90Ms: number;
  readonly runs: number;
  readonly reliable: boolean;
  readonly cpuMs: number;
  readonly loadMs: number;
  readonly peakRssBytes: number;
  /** Samples per second over all timed runs. */
  readonly throughputPerSecond: number;
  /** Energy of a sample in joules, read from counters or estimated from CPU time; always a range. */
  readonly energyJoules: { readonly low: number; readonly high: number; readonly basis: 'measured' | 'estimated'; readonly from: string };
}

export interface SweepPoint extends SweepCombination {
  readonly measured: SweepMeasurement | undefined;
  /** Why nothing was measured. */
  readonly error: Pick<ErrorInfo, 'reason' | 'message'> | undefined;
}

/** What a price and a load mean for a point. */
export interface SweepCost {
  /** In the currency of the price, where there is one. */
  readonly perMillion: number | undefined;
  /** For the load, where there is one, at the stated share of their throughput. */
  readonly instances: number | undefined;
}

export interface SweepPointResult extends SweepPoint {
  /** Throughput per thread over that of one thread at the same batch and dims; `undefined` where one thread was not swept. */
  readonly efficiency: number | undefined;
  readonly cost: SweepCost | undefined;
}

/** One setting against the default. */
export interface SettingTrial {
  readonly id: string;
  readonly title: string;
  readonly speedup: Speedup;
}

/** What the search of session settings found. */
export interface SettingsResult {
  readonly trials: readonly SettingTrial[];
  /** Ids of what is recommended; empty when the defaults are best. */
  readonly chosen: readonly string[];
  /** Of the second, independent comparison of what is recommended. */
  readonly confirmed: Speedup | undefined;
  /** Under which they were compared. */
  readonly conditions: SweepCombination;
  /** Code by language. */
  readonly snippets: Readonly<Record<'python' | 'javascript' | 'cpp' | 'csharp', string>>;
}

/** Result of a `sweep`. Points in the order of their conditions, whatever the order in which they were measured. */
export interface SweepResult {
  readonly points: readonly SweepPointResult[];
  /** Position of the point with the least latency among those that reach 90 % of the best throughput. */
  readonly knee: number | undefined;
  /** Position of the most throughput whose p90 is within the limit, and the limit. */
  readonly best: number | undefined;
  readonly latencyLimitMs: number | undefined;
  /** Points taken over from a sweep that was interrupted. */
  readonly resumed: number;
  readonly settings: SettingsResult | undefined;
  /** What else to know of it, one sentence each. */
  readonly notes: readonly string[];
  /** Runtime and inputs are unknown when every point was taken over. */
  readonly environment: Pick<Environment, 'layerwise' | 'node' | 'os' | 'cpu' | 'cores' | 'isa'> &
    Partial<Pick<Environment, 'onnxruntime' | 'inputs'>>;
}
