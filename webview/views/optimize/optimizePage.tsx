import { useState } from 'preact/hooks';
import { usePage } from '../page/usePage';
import { SpokenProgress } from '../page/spokenProgress';
import { RunningPage } from './runningPage';
import { PlanPage } from './planPage';
import { ResultPage } from './resultPage';

/** Plan, run and result of an optimization (design spec, surface C). */
export function OptimizePage() {
  const { job, result, phase } = usePage().state.value;
  const [dismissed, setDismissed] = useState<string | undefined>(undefined);
  if (phase === 'loading') return <div class="optimize" aria-busy="true" />;
  const isShowingResult = result !== undefined && result.path !== dismissed;
  return (
    <div class="optimize">
      <SpokenProgress />
      {job !== undefined && job.kind !== 'profile' ? (
        <RunningPage job={job} />
      ) : isShowingResult ? (
        <ResultPage onBack={() => setDismissed(result.path)} />
      ) : (
        <PlanPage />
      )}
    </div>
  );
}
