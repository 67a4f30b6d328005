import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import { usePage } from '../page/usePage';
import { SpokenProgress } from '../page/spokenProgress';
import { RunningPage } from './runningPage';
import { PlanPage } from './planPage';
import { ResultPage } from './resultPage';

/** Plan, run and result of an optimization (design spec, surface C). */
export function OptimizePage() {
  const { job, result, phase, fileName } = usePage().state.value;
  const [dismissed, setDismissed] = useState<string | undefined>(undefined);
  const title = <h1 class="visually-hidden">{l10n.t('Optimize {0}', fileName)}</h1>;
  if (phase === 'loading')
    return (
      <main class="optimize" aria-busy="true">
        {title}
      </main>
    );
  const isShowingResult = result !== undefined && result.path !== dismissed;
  return (
    <main class="optimize">
      {title}
      <SpokenProgress />
      {job?.kind === 'optimize' ? (
        <RunningPage job={job} />
      ) : isShowingResult ? (
        <ResultPage onBack={() => setDismissed(result.path)} />
      ) : (
        <PlanPage />
      )}
    </main>
  );
}
