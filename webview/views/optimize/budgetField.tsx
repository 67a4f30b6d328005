import * as l10n from '@vscode/l10n';
import { formatExact } from '../../../src/shared/base/formatNumber';
import { usePage } from '../page/usePage';
import type { Budget } from './budget';
import { CheckedField } from './checkedField';
import { readNumber } from './readNumber';

interface Props {
  readonly budget: Budget;
  /** Whether there is anything to find out agreement on. */
  readonly hasData: boolean;
}

/** What a result may lose and still be offered first: points of accuracy where there are labels, else agreement with the original. */
export function BudgetField({ budget, hasData }: Props) {
  const store = usePage();
  const isOff = !hasData && budget.kind === 'min-agreement';
  return (
    <div class="plan-field">
      <h2>{l10n.t('Accuracy budget')}</h2>
      <div class="row wrap">
        {budget.kind === 'max-drop' ? (
          <>
            <span>{l10n.t('Lose at most')}</span>
            <CheckedField
              key={budget.kind}
              class="budget"
              label={l10n.t('Most points of accuracy lost')}
              value={formatExact(budget.limit)}
              read={text => readNumber(text.replace(/\s*points?$/, ''), { minimum: 0, maximum: 100 })}
              onCommit={budgetPoints => store.arrange({ budgetPoints })}
            />
            <span>{l10n.t('points of accuracy')}</span>
          </>
        ) : (
          <>
            <span>{l10n.t('Agree with the baseline on at least')}</span>
            <CheckedField
              key={budget.kind}
              class="budget"
              label={l10n.t('Least agreement in percent')}
              value={`${formatExact(budget.limit)} %`}
              disabled={isOff}
              read={text => readNumber(text.replace(/\s*%$/, ''), { minimum: 0, maximum: 100 })}
              onCommit={budgetPercent => store.arrange({ budgetPercent })}
            />
          </>
        )}
      </div>
      <p class="sm muted">{noteOf(budget, isOff)}</p>
    </div>
  );
}

function noteOf({ kind, judgedBy }: Budget, isOff: boolean): string {
  if (isOff) return l10n.t('Without data agreement cannot be measured, so the budget is off.');
  if (kind === 'max-drop')
    return l10n.t('On labelled data that no method has seen. It is met when the whole 95 % interval of the drop is below it.');
  return judgedBy === 'classes'
    ? l10n.t('Top-1, without labels, on data that no method has seen. It is met when the whole 95 % interval is above it.')
    : l10n.t(
        'No output looks like class scores, so a sample agrees when all outputs are within 10 % (20 dB), on data that no method has seen. It is met when the whole 95 % interval is above it.',
      );
}
