import * as l10n from '@vscode/l10n';
import { usePage } from './usePage';

/** Tells a screen reader how a job goes on: at every quarter and when its step changes. */
export function SpokenProgress() {
  const { job } = usePage().state.value;
  const quarter = Math.floor((job?.progress.fraction ?? 0) * 4) * 25;
  const text = job === undefined ? '' : l10n.t('{0}: {1}, {2} percent', job.title, job.progress.phase, quarter);
  return (
    <div class="visually-hidden" role="status" aria-live="polite">
      {text}
    </div>
  );
}
