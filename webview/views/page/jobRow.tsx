import * as l10n from '@vscode/l10n';
import type { RunningJob } from '../../../src/shared/protocol/hostWebview';
import { Button } from '../../ui/button';
import { ProgressBar } from '../../ui/progressBar';
import { usePage } from './usePage';

/** The running job: what it is doing, how far it is, and Cancel. */
export function JobRow({ job }: { readonly job: RunningJob }) {
  const store = usePage();
  const { phase, fraction, detail } = job.progress;
  return (
    <div class="job">
      <ProgressBar label={`${job.title}, ${phase}`} fraction={fraction} />
      <div class="row sm">
        <span class="grow trunc" title={`${job.title}: ${phase}`}>
          {[job.title, phase].filter(Boolean).join(': ')}
        </span>
        <Button compact secondary action="cancel" onClick={() => store.act({ kind: 'cancelJob' })}>
          {l10n.t('Cancel')}
        </Button>
      </div>
      {detail === '' ? undefined : <div class="muted xs job-detail">{detail}</div>}
    </div>
  );
}
