import * as l10n from '@vscode/l10n';
import { FailedPage } from '../page/failedPage';
import { usePage } from '../page/usePage';
import { SpokenProgress } from '../page/spokenProgress';
import { RunningPage } from './runningPage';
import { PlanPage } from './planPage';
import { ResultPage } from './resultPage';

/** Plan, run and result of an optimization (design spec, surface C). */
export function OptimizePage() {
  const store = usePage();
  const { job, result, phase, fileName, model, error } = store.state.value;
  const title = <h1 class="visually-hidden">{l10n.t('Optimize {0}', fileName)}</h1>;
  if (phase === 'loading')
    return (
      <main class="optimize" aria-busy="true">
        {title}
      </main>
    );
  if (model === undefined && phase === 'failed' && error !== undefined) return <FailedPage error={error} />;
  return (
    <main class="optimize">
      {title}
      <SpokenProgress />
      {job?.kind === 'optimize' ? (
        <RunningPage job={job} />
      ) : result !== undefined ? (
        <ResultPage onBack={() => store.act({ kind: 'openOptimize' })} />
      ) : (
        <PlanPage />
      )}
    </main>
  );
}
