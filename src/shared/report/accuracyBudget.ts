/** What may be lost: a share of the samples in accuracy (0.01 is one point), or of those that keep their result. */
export type AccuracyBudget =
  | { readonly kind: 'max-drop'; /** Largest drop of accuracy, 0..1. */ readonly limit: number }
  | { readonly kind: 'min-agreement'; /** Least agreement, 0..1. */ readonly limit: number };

/** What samples say about a budget (design spec 8.3). */
export interface BudgetOutcome {
  readonly budget: AccuracyBudget;
  /** Drop of accuracy, or agreement, on the samples. */
  readonly value: number;
  /** One-sided 95 % bound of the same, on the side that matters. */
  readonly bound: number;
  readonly samples: number;
  /** `meets`: the bound keeps the budget; `below`: the bound of the other side breaks it too. */
  readonly state: 'meets' | 'below' | 'not certain';
  /** How many more samples would decide if they say the same, where that is not certain; absent where no number would. */
  readonly furtherSamples?: number;
}
