import { assertNever } from '../base/assertNever';
import { formatSpeedup } from '../base/formatNumber';
import * as l10n from '../base/l10n';
import type { Budgets, BudgetState } from './budgetState';
import { judgeBudget } from './judgeBudget';
import type { Variant } from './variant';

/** `resnet50.int8.onnx: 2.89× faster, meets the accuracy budget.`: measured, in the words of the verdict. Nothing about budgets that nobody gave. */
export function resultSentence({ path: file, result }: Pick<Variant, 'path' | 'result'>, budgets: Budgets | undefined): string {
  const name = file.split(/[/\\]/).at(-1) ?? file;
  if (result.latency === undefined) return l10n.t('{0} was written. Its latency was not measured.', name);
  const { verdict, median } = result.latency.speedup;
  switch (verdict) {
    case 'faster':
      return fasterSentence(name, formatSpeedup(median), judgeBudget(result, budgets).budget);
    case 'slower':
      return l10n.t('{0}: {1}.', name, formatSpeedup(median));
    case 'no measurable difference':
      return l10n.t('{0}: no measurable difference in latency.', name);
    case 'too noisy':
      return l10n.t('{0}: too noisy to tell. Measure again when the machine is quiet.', name);
    default:
      return assertNever(verdict);
  }
}

function fasterSentence(name: string, words: string, budget: BudgetState | undefined): string {
  switch (budget) {
    case 'meets':
      return l10n.t('{0}: {1}, meets the accuracy budget.', name, words);
    case 'below':
      return l10n.t('{0}: {1}, below the accuracy budget.', name, words);
    case 'not certain':
      return l10n.t('{0}: {1}, budget not certain.', name, words);
    case undefined:
      return l10n.t('{0}: {1}.', name, words);
    default:
      return assertNever(budget);
  }
}
