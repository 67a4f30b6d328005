import type { Advice, DeclinedSuggestion, PassParameters } from '../../shared/report/suggestion';
import type { ModelEvidence } from './modelEvidence';

/** Something that would help this model. */
export interface Proposal extends Omit<Advice, 'rule'> {
  /** What does it. While the pass table has no such pass, the proposal is advice in words. */
  readonly pass?: { readonly id: string; readonly parameters: PassParameters };
  /** Expected share of the model's latency that goes away, 0..1; 0 where only size or structure changes. */
  readonly expectedSaving: number;
}

export type Finding =
  | { readonly kind: 'proposed'; readonly proposal: Proposal }
  /** It was looked into and does not help here, which is worth knowing. */
  | ({ readonly kind: 'declined' } & Omit<DeclinedSuggestion, 'rule'>)
  /** The model has nothing of the kind. */
  | { readonly kind: 'absent' };

/** One check of a model. */
export interface SuggestionRule {
  readonly id: string;
  readonly check: (evidence: ModelEvidence) => Finding;
}

export const ABSENT: Finding = { kind: 'absent' };

export function proposed(proposal: Proposal): Finding {
  return { kind: 'proposed', proposal };
}

export function declined(title: string, why: string): Finding {
  return { kind: 'declined', title, why };
}
