import * as l10n from '@vscode/l10n';
import type { DataPreview } from '../../../src/shared/report/dataPreview';
import { Button } from '../../ui/button';
import { CopyButton } from '../../ui/copyButton';
import type { Answer } from '../page/useAnswer';
import { usePage } from '../page/usePage';
import type { Budget } from './budget';
import { BudgetField } from './budgetField';
import { CalibrationField, usedData } from './calibrationField';
import { EvaluationField } from './evaluationField';
import { MethodsField } from './methodsField';
import { OutputField } from './outputField';
import { chosenPasses, type PassChoice } from './passChoice';
import { TargetField } from './targetField';

interface Props {
  readonly choice: PassChoice;
  readonly budget: Budget;
  /** Of the data, where a method needs some. */
  readonly preview: Answer<DataPreview>;
  readonly onChange: (choice: PassChoice) => void;
  readonly onStart: () => void;
  /** Puts the same as a command line into the clipboard. */
  readonly onCopy: () => Promise<void>;
  /** Plans on the data and tries the result, without writing it. */
  readonly onTry: () => void;
}

export function PlanForm({ choice, budget, preview, onChange, onStart, onCopy, onTry }: Props) {
  const store = usePage();
  const { passes, fileName, trust, runnable, job } = store.state.value;
  const chosen = chosenPasses(passes, choice);
  const isLossy = chosen.some(({ promise }) => promise === 'lossy');
  const needsData = chosen.some(({ needs }) => needs !== 'nothing');
  const canStart = chosen.length > 0 && trust === 'trusted' && runnable && job === undefined;
  return (
    <form class="plan-form" aria-label={l10n.t('Optimize {0}', fileName)} onSubmit={event => event.preventDefault()}>
      <TargetField choice={choice} onChange={onChange} />
      <MethodsField choice={choice} onChange={onChange} />
      {isLossy ? <BudgetField budget={budget} hasData={usedData(store.state.value, preview) !== undefined} /> : undefined}
      {needsData ? <CalibrationField preview={preview} /> : undefined}
      {isLossy ? <EvaluationField /> : undefined}
      <OutputField choice={choice} />
      <div class="row wrap plan-actions">
        <Button icon="play" action="start" disabled={!canStart} onClick={onStart}>
          {l10n.t('Start')}
        </Button>
        {needsData ? (
          <Button secondary disabled={!canStart} onClick={onTry}>
            {l10n.t('Try on Data')}
          </Button>
        ) : undefined}
        {chosen.length === 0 ? undefined : <CopyButton onCopy={onCopy}>{l10n.t('Copy Command')}</CopyButton>}
        {job === undefined ? undefined : <span class="muted sm">{l10n.t('{0} is running.', job.title)}</span>}
      </div>
    </form>
  );
}
