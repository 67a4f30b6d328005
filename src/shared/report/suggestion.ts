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
  /** What the estimate rests on, in a few words that fit on a card: `from the measured time of 53 layers`. */
  readonly from: string;
}

export interface Suggestion {
  readonly rule: string;
  /** Rules whose offers the same command does, and which became part of this one. */
  readonly mergedRules?: readonly string[];
  readonly title: string;
  /** Main-graph nodes it is about. */
  readonly layers: readonly number[];
  readonly pass: string;
  readonly parameters: PassParameters;
  readonly promise: PassPromise;
  readonly gain: Gain | undefined;
  /** One sentence: what was found in this model. */
  readonly why: string;
  /** Further sentences, for a tooltip or a details line: what the estimate rests on, what else to know. Empty for none. */
  readonly details: string;
}

/** Something that would help and that no pass does: what was found, and in words what to do about it. */
export type Advice = Omit<Suggestion, 'pass' | 'parameters' | 'mergedRules'>;

/** A check that was made and found not to help here; shown under "Checked, no gain expected". */
export interface DeclinedSuggestion {
  readonly rule: string;
  readonly title: string;
  readonly why: string;
}

export interface SuggestionReport {
  /** Best expected gain first; each can be run. */
  readonly offered: readonly Suggestion[];
  /** Best expected gain first; nothing to run. */
  readonly advice: readonly Advice[];
  readonly declined: readonly DeclinedSuggestion[];
  /** Number of checks made, those that found nothing to speak of included. */
  readonly checks: number;
}
