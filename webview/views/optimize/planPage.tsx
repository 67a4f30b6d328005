import * as l10n from '@vscode/l10n';
import { useEffect, useState } from 'preact/hooks';
import type { PassCall } from '../../../src/shared/report/jobRequest';
import type { DryRun } from '../../../src/shared/report/passDescription';
import { ErrorNote } from '../page/errorNote';
import { JobRow } from '../page/jobRow';
import { useAnswer, type Answer } from '../page/useAnswer';
import { usePage } from '../page/usePage';
import { chosenPasses, passCalls, toggleExcluded } from './passChoice';
import { usedData } from './calibrationField';
import { PlanForm } from './planForm';
import { NodesPerPass, PlanSummary } from './planSummary';
import { PlanTable } from './planTable';
import { useBudget } from './useBudget';
import { useBudgets } from './useBudgets';
import { useDataPreview } from './useDataPreview';
import { usePassChoice } from './usePassChoice';

const DEBOUNCE_MS = 250;

/** Form on the left; what it would do, layer by layer, on the right. */
export function PlanPage() {
  const store = usePage();
  const { passes, focusLayers, model, error, trial, job } = store.state.value;
  const [choice, setChoice] = usePassChoice();
  const preview = useDataPreview(chosenPasses(passes, choice).some(({ needs }) => needs !== 'nothing'));
  const budget = useBudget(preview);
  const budgets = useBudgets();
  const calls = passCalls(passes, choice, { budget, only: focusLayers, dims: model?.analysis.dims ?? [] });
  const { plan: planned, isPending } = usePlan(calls);
  const isTried = trial !== undefined && JSON.stringify(trial.passes) === JSON.stringify(calls);
  const plan: Answer<DryRun> = isTried ? { state: 'done', value: trial.plan } : planned;
  if (model === undefined) return null;
  return (
    <div class="plan">
      <PlanForm
        choice={choice}
        budget={budget}
        preview={preview}
        onChange={setChoice}
        onStart={() => store.act({ kind: 'optimize', passes: calls, budgets })}
        onCopy={() => store.host.copyCommand(calls)}
        onTry={() => store.act({ kind: 'tryPasses', passes: calls })}
      />
      <div class={`plan-result ${isPending ? 'pending' : ''}`} aria-busy={isPending}>
        {job?.kind === 'trial' ? <JobRow job={job} /> : undefined}
        {error === undefined ? undefined : <ErrorNote error={error} />}
        {choice.chosen.length === 0 ? <p class="muted">{l10n.t('Choose a method to see what it would change.')}</p> : undefined}
        {plan.state === 'failed' ? <p role="alert">{plan.message}</p> : undefined}
        {plan.state === 'done' && choice.chosen.length > 0 ? (
          <>
            <PlanSummary plan={plan.value} choice={choice} hasData={usedData(store.state.value, preview) !== undefined} />
            <NodesPerPass plan={plan.value} />
            <PlanTable plan={plan.value} excluded={choice.excluded} onToggle={node => setChoice(toggleExcluded(choice, node))} />
          </>
        ) : undefined}
      </div>
    </div>
  );
}

/** The plan of what is chosen, asked for a moment after the last change; the old one stays until the new one is there. */
function usePlan(calls: readonly PassCall[]): { readonly plan: Answer<DryRun>; readonly isPending: boolean } {
  const store = usePage();
  const wanted = JSON.stringify(calls);
  const [asked, setAsked] = useState(wanted);
  const [last, setLast] = useState<Answer<DryRun>>({ state: 'waiting' });
  useEffect(() => {
    const timer = setTimeout(() => setAsked(wanted), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [wanted]);
  const ask = () => store.host.dryRun(calls);
  const answer = useAnswer(asked, calls.length > 0 && asked === wanted ? ask : undefined);
  useEffect(() => {
    if (answer.state !== 'waiting') setLast(answer);
  }, [answer]);
  return { plan: answer.state === 'waiting' ? last : answer, isPending: answer.state === 'waiting' || asked !== wanted };
}
