import { formatCount, formatShare } from '../base/formatNumber';
import type { AccuracyBudget, BudgetOutcome } from './accuracyBudget';

/** `a drop of at most 0.5 points`, `an agreement of at least 99 %`. */
export function budgetText({ kind, limit }: AccuracyBudget): string {
  return kind === 'max-drop' ? `a drop of at most ${points(limit)}` : `an agreement of at least ${formatShare(limit, 2)}`;
}

/** What the samples say, with the bound: `0.10 points lost on 1,000 samples, at most 0.42 with 95 % confidence`. */
export function budgetEvidence({ budget, value, bound, samples }: BudgetOutcome): string {
  const on = `on ${formatCount(samples)} held-back ${samples === 1 ? 'sample' : 'samples'}`;
  if (budget.kind === 'min-agreement')
    return `${formatShare(value, 2)} agree ${on}, at least ${formatShare(bound, 2)} with 95 % confidence`;
  const change = value < 0 ? `${points(-value)} gained` : `${points(value)} lost`;
  return `${change} ${on}, at most ${points(bound)} lost with 95 % confidence`;
}

/** `meets the accuracy budget`, in the words of the design spec, 8.3. */
export function budgetWords({ state, furtherSamples }: Pick<BudgetOutcome, 'state' | 'furtherSamples'>): string {
  if (state === 'meets') return 'meets the accuracy budget';
  if (state === 'below') return 'below the accuracy budget';
  return furtherSamples === undefined ? 'not certain' : `not certain; about ${formatCount(furtherSamples)} more samples would decide`;
}

function points(share: number): string {
  const text = (share * 100).toFixed(2);
  return `${text} ${text === '1.00' ? 'point' : 'points'}`;
}
