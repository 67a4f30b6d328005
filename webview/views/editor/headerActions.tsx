import * as l10n from '@vscode/l10n';
import { Button } from '../../ui/button';
import { ProgressBar } from '../../ui/progressBar';
import { usePage } from '../page/usePage';

/** Optimize… is the one primary button; the other runs the model, or cancels what runs. */
export function HeaderActions() {
  const store = usePage();
  const { job, trust, runnable, profile, profileIsStale } = store.state.value;
  const canRun = trust === 'trusted' && runnable;
  return (
    <div class="head-actions">
      <Button
        compact
        wide
        icon="zap"
        action="optimize"
        disabled={!canRun}
        secondary={profileIsStale}
        onClick={() => store.act({ kind: 'openOptimize' })}
      >
        {l10n.t('Optimize…')}
      </Button>
      {job === undefined ? (
        <Button
          compact
          wide
          secondary={!profileIsStale}
          icon={profile === undefined ? 'play' : 'refresh'}
          action="profile"
          disabled={!canRun}
          onClick={() => store.act({ kind: 'profile' })}
        >
          {profile === undefined ? l10n.t('Profile') : l10n.t('Run Again')}
        </Button>
      ) : (
        <div class="head-job" title={[job.title, job.progress.phase, job.progress.detail].filter(Boolean).join('\n')}>
          <Button compact wide secondary icon="debug-stop" action="cancel" onClick={() => store.act({ kind: 'cancelJob' })}>
            {l10n.t('Cancel')}
          </Button>
          <ProgressBar label={`${job.title}, ${job.progress.phase}`} fraction={job.progress.fraction} />
        </div>
      )}
    </div>
  );
}
