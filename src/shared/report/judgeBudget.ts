import { agreementOnData } from './agreementOnData';
import { roundUpToTwoDigits } from '../base/roundUpToTwoDigits';
import { budgetState, dropState, type Budgets, type BudgetState } from './budgetState';
import type { OptimizeResult } from './optimizeResult';

export interface JudgedBudget {
  readonly budget: BudgetState | undefined;
  /** What of the result the budget was held against. */
  readonly judgedBy: 'pass' | 'drop' | 'agreement' | undefined;
  /** Further samples that would decide an uncertain budget. */
  readonly samplesToDecide: number | undefined;
}

/** 95 % two-sided quantile of the normal distribution. */
const Z = 1.96;

/**
 * A pass that was given a budget has judged it, on more samples than the verification has; else accuracy counts where there are labels. Without `budgets`, which
 * nobody gave then, nothing but what a pass was given is judged.
 */
export function judgeBudget(result: Pick<OptimizeResult, 'passes' | 'verification'>, budgets: Budgets | undefined): JudgedBudget {
  const judged = result.passes.filter(pass => pass.budget !== undefined).at(-1)?.budget;
  if (judged !== undefined) return { budget: judged.state, judgedBy: 'pass', samplesToDecide: judged.furtherSamples };
  if (budgets === undefined) return { budget: undefined, judgedBy: undefined, samplesToDecide: undefined };
  const { drop, agreement } = budgets;
  const byLabels = dropState(result.verification?.metric, drop);
  if (byLabels !== undefined) return { budget: byLabels, judgedBy: 'drop', samplesToDecide: undefined };
  const budget = budgetState(result.verification, agreement);
  const samplesToDecide = budget === 'not certain' ? furtherSamples(result, agreement) : undefined;
  return { budget, judgedBy: budget && 'agreement', samplesToDecide };
}

/** How many samples the interval needs to leave the budget out, by the normal approximation, rounded up to two digits. */
function furtherSamples({ verification }: Pick<OptimizeResult, 'verification'>, budget: number): number | undefined {
  const agreement = agreementOnData(verification);
  if (agreement === undefined || verification === undefined) return undefined;
  const distance = Math.abs(agreement.value - budget);
  if (distance < 1e-4) return undefined;
  const spread = Math.max(agreement.value * (1 - agreement.value), budget * (1 - budget));
  const more = (Z * Z * spread) / (distance * distance) - verification.samples;
  return more <= 0 ? undefined : roundUpToTwoDigits(more);
}
