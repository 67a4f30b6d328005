import type { LatencyStatistics } from './latency';

/** Verdict on a ratio of latencies: its interval against a dead zone of ±2 %. */
export type SpeedVerdict = 'faster' | 'slower' | 'no measurable difference' | 'too noisy';

/** How much faster `after` is than `before`: ratio before / after of medians, over ABBA blocks in several pairs of fresh sessions. */
export interface Speedup {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly verdict: SpeedVerdict;
  /** Ratio of CPU times, which other programs disturb less; NaN where their clock stood still. */
  readonly cpuRatio: number;
  /** Pairs of sessions that were measured. */
  readonly sessions: number;
  /** Difference after − before in milliseconds with its interval. */
  readonly deltaMs: { readonly median: number; readonly low: number; readonly high: number };
}

export interface LatencyComparison {
  readonly before: LatencyStatistics;
  readonly after: LatencyStatistics;
  readonly speedup: Speedup;
  readonly batch: number;
  /** When it was measured, ISO 8601; absent in what older versions stored. */
  readonly takenAt?: string;
}

/** How close a variant's outputs are to the original's on the same inputs. */
export interface OutputComparison {
  readonly samples: number;
  /** `held-back`: part of the user's data that no pass has seen; `synthetic`: random inputs, which say little about accuracy. */
  readonly inputs: 'held-back' | 'data' | 'synthetic';
  readonly maxAbs: number;
  /** Signal to quantization-noise ratio, 10·log10(Σ ref² / Σ (ref − out)²), in dB; Infinity when equal. */
  readonly sqnrDb: number;
  /** The same between the original and itself without the runtime's own optimizations: what rounding alone does. Only where the outputs are far apart. */
  readonly roundingDb?: number;
  readonly cosine: number;
  /** Share of samples with the same largest output, 0..1; absent when no output looks like class scores. */
  readonly top1Agreement?: { readonly value: number; readonly low: number; readonly high: number };
  /** Share of samples with all outputs within 10 % (20 dB) of the original's, 0..1; only where no output looks like class scores, absent in what older versions stored. */
  readonly closeAgreement?: { readonly value: number; readonly low: number; readonly high: number };
}

/** A task metric on labelled data, with a 95 % Wilson interval. */
export interface TaskMetric {
  readonly name: 'accuracy';
  readonly samples: number;
  readonly before: { readonly value: number; readonly low: number; readonly high: number };
  readonly after: { readonly value: number; readonly low: number; readonly high: number };
  /** What the same samples lost, before less after, as a share, each end a one-sided 95 % bound (paired); absent in what older versions stored. */
  readonly drop?: { readonly value: number; readonly low: number; readonly high: number };
}

export type VerificationVerdict = 'equal' | 'close' | 'differs' | 'broken';
