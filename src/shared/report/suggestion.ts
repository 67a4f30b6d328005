import type { Basis } from './column';

/** exact: bit-equal; close: the same mathematics rounded differently; lossy: needs an accuracy check. */
export type PassPromise = 'exact' | 'close' | 'lossy';

export type ParameterValue = string | number | boolean;
export type PassParameters = Readonly<Record<string, ParameterValue>>;

/** Expected gain of a suggestion; `low`/`high` bound the metric's value after the change. */
export interface Gain {
  readonly metric: 'latencyMs' | 'weightBytes' | 'nodes';
  readonly before: number;
  readonly low: number;
  readonly high: number;
  readonly basis: Basis;
  /** What the estimate rests on, in a few words: `from 53 layer shapes on this CPU`. */
  readonly from: string;
}

export interface Suggestion {
  readonly rule: string;
  readonly title: string;
  /** Main-graph nodes it is about. */
  readonly layers: readonly number[];
  readonly pass: string;
  readonly parameters: PassParameters;
  readonly promise: PassPromise;
  readonly gain: Gain | undefined;
  readonly why: string;
}

/** A check that was made and found not to help here; shown under "Checked, no gain expected". */
export interface DeclinedSuggestion {
  readonly rule: string;
  readonly title: string;
  readonly why: string;
}

export interface SuggestionReport {
  readonly offered: readonly Suggestion[];
  readonly declined: readonly DeclinedSuggestion[];
}
