import type { Dismissal, DismissalReason } from '../../../src/shared/report/dismissal';
import { rulesOf } from '../../../src/shared/report/rulesOf';
import type { Suggestion } from '../../../src/shared/report/suggestion';

export interface DismissedOffer {
  readonly suggestion: Suggestion;
  readonly reason: DismissalReason;
}

/** What has a card, and what the user dismissed: all that several rules offer together, or it is shown. Both in the order of the offers. */
export function sortOffers(
  offered: readonly Suggestion[],
  dismissed: readonly Dismissal[],
): { readonly shown: readonly Suggestion[]; readonly hidden: readonly DismissedOffer[] } {
  const reasons = new Map(dismissed.map(({ rule, reason }) => [rule, reason]));
  const isHidden = (suggestion: Suggestion) => rulesOf(suggestion).every(rule => reasons.has(rule));
  const hidden = offered.filter(isHidden).flatMap(suggestion => {
    const reason = reasons.get(suggestion.rule);
    return reason === undefined ? [] : [{ suggestion, reason }];
  });
  return { shown: offered.filter(suggestion => !isHidden(suggestion)), hidden };
}
