import * as l10n from '@vscode/l10n';
import { assertNever } from '../../../src/shared/base/assertNever';
import { formatSpeedup } from '../../../src/shared/base/formatNumber';
import type { Budgets, BudgetState } from '../../../src/shared/report/budgetState';
import { judgeBudget, type JudgedBudget } from '../../../src/shared/report/judgeBudget';
import type { OptimizeResult } from '../../../src/shared/report/optimizeResult';

/** What is said about a result, and what is offered first (design spec 8.3, 8.4). */
export interface Verdict extends JudgedBudget {
  readonly words: string;
  readonly icon: 'pass' | 'info' | 'warning' | 'error';
  /** What the first button does; `undefined` when only Discard is offered. */
  readonly keep: { readonly title: string; readonly isPrimary: boolean } | undefined;
}

/** Smaller by at least this is worth keeping for its size alone. */
const WORTH_ITS_SIZE = 0.1;

export function verdictOf(result: OptimizeResult, budgets: Budgets): Verdict {
  const { verification, latency, before, after } = result;
  const base = judgeBudget(result, budgets);
  const { budget: state } = base;
  if (verification?.verdict === 'broken') {
    return { ...base, words: l10n.t('The outputs are wrong'), icon: 'error', keep: undefined };
  }
  if (latency === undefined)
    return { ...base, words: l10n.t('Written, not measured'), icon: 'info', keep: { title: l10n.t('Keep'), isPrimary: false } };
  const { verdict, median } = latency.speedup;
  const isSmaller = after.bytes <= before.bytes * (1 - WORTH_ITS_SIZE);
  switch (verdict) {
    case 'faster':
      return { ...base, ...fasterVerdict(formatSpeedup(median), state, result) };
    case 'slower':
      return { ...base, words: formatSpeedup(median), icon: 'warning', keep: undefined };
    case 'no measurable difference':
      return {
        ...base,
        words: l10n.t('No measurable difference in latency'),
        icon: 'info',
        keep: isSmaller ? { title: l10n.t('Keep for Size'), isPrimary: false } : undefined,
      };
    case 'too noisy':
      return { ...base, words: l10n.t('Too noisy to tell'), icon: 'warning', keep: { title: l10n.t('Keep Anyway'), isPrimary: false } };
    default:
      return assertNever(verdict);
  }
}

function fasterVerdict(
  words: string,
  state: BudgetState | undefined,
  { verification }: OptimizeResult,
): Pick<Verdict, 'words' | 'icon' | 'keep'> {
  switch (state) {
    case 'meets':
      return { words: l10n.t('{0}, meets the accuracy budget', words), icon: 'pass', keep: { title: l10n.t('Keep'), isPrimary: true } };
    case 'below':
      return {
        words: l10n.t('{0}, below the accuracy budget', words),
        icon: 'warning',
        keep: { title: l10n.t('Keep Anyway'), isPrimary: false },
      };
    case 'not certain':
      return { words: l10n.t('{0}, budget not certain', words), icon: 'info', keep: { title: l10n.t('Keep Anyway'), isPrimary: false } };
    case undefined: {
      const isSame = verification?.verdict === 'equal';
      const isClose = verification?.verdict === 'close';
      const all = isSame ? l10n.t('{0}, equal outputs', words) : isClose ? l10n.t('{0}, outputs agree closely', words) : words;
      return { words: all, icon: isSame || isClose ? 'pass' : 'info', keep: { title: l10n.t('Keep'), isPrimary: isSame || isClose } };
    }
    default:
      return assertNever(state);
  }
}
