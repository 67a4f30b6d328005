import type { DeclinedSuggestion, Suggestion } from '../../shared/report/suggestion';
import type { ModelEvidence } from './modelEvidence';

/** An offer with what it is ranked by. */
export interface Offer {
  readonly suggestion: Omit<Suggestion, 'rule'>;
  /** Expected share of the model's latency that goes away, 0..1; 0 where only size or nodes change. */
  readonly expectedSaving: number;
}

export type Finding =
  { readonly kind: 'offered'; readonly offer: Offer } | ({ readonly kind: 'declined' } & Omit<DeclinedSuggestion, 'rule'>);

/** One check of a model. */
export interface SuggestionRule {
  readonly id: string;
  /** Pass that it offers; without that pass in the table the rule is not run. `undefined` for advice that never offers anything. */
  readonly pass: string | undefined;
  check(evidence: ModelEvidence): Finding;
}

export function declined(title: string, why: string): Finding {
  return { kind: 'declined', title, why };
}
