import type { BudgetOutcome } from './accuracyBudget';
import type { LatencyComparison, OutputComparison, TaskMetric, VerificationVerdict } from './comparison';
import type { PassCall } from './jobRequest';
import type { LayerError } from './layerError';
import type { PassParameters } from './suggestion';

/** What one pass of an `optimize` job did. */
export interface PassOutcome {
  readonly id: string;
  readonly parameters: PassParameters;
  readonly changedNodes: number;
  /** Nodes of the main graph before and after; absent in variants that an older version wrote. */
  readonly nodes?: { readonly before: number; readonly after: number };
  readonly skipped: readonly { readonly layer: number; readonly reason: string }[];
  readonly notes: readonly string[];
  /** What the samples held back say about the budget that the pass was given. */
  readonly budget?: BudgetOutcome;
}

export interface FileFacts {
  readonly file: string;
  readonly bytes: number;
  readonly nodes: number;
  readonly macs: number | undefined;
  readonly params: number;
  readonly weightBytes: number;
}

/** Data that passes were given. */
export interface FittedData {
  /** Where they come from, for people. */
  readonly source: string;
  readonly kind: 'data' | 'synthetic';
  /** Samples that passes may fit on, and samples that are kept from them. */
  readonly fitted: number;
  readonly heldBack: number;
}

/** Layers that were put into INT8 and take longer than before, with the conversions beside them. */
export interface SlowerLayers {
  /** Layers in INT8 in all. */
  readonly of: number;
  readonly layers: readonly { readonly layer: number; readonly beforeMs: number; readonly afterMs: number }[];
}

/** Result of an `optimize` job: a new file, and the proof. */
export interface OptimizeResult {
  readonly output: string;
  /** Data and provenance files that were written beside `output` and belong to it; absent when there are none. */
  readonly companions?: readonly string[];
  readonly passes: readonly PassOutcome[];
  /** What was asked for, those that passes need left out; absent in variants that an older version wrote. */
  readonly asked?: readonly PassCall[];
  readonly before: FileFacts;
  readonly after: FileFacts;
  readonly verification: (OutputComparison & { readonly verdict: VerificationVerdict; readonly metric?: TaskMetric }) | undefined;
  readonly latency: LatencyComparison | undefined;
  /** Absent where nothing was measured, or no layer is clearly slower. */
  readonly slowerLayers?: SlowerLayers;
  /** What each layer of the original is off by, on samples held back; absent where no pass rounds, or nothing could be compared. */
  readonly layerErrors?: readonly LayerError[];
  /** Layers that truly run in INT8 in the optimized graph, of those that were quantized. */
  readonly ranAsInt8: readonly [number, number] | undefined;
  /** Which data the ranges were fitted on. */
  readonly data: FittedData | undefined;
  /** Seconds from start to written file, measuring apart. */
  readonly seconds: number;
  /** One or two sentences for the result card: slower first, then what was left out and why. */
  readonly notes: readonly string[];
}
