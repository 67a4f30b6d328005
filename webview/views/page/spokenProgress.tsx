import { usePage } from './usePage';

/** Tells a screen reader how a job goes on: at every quarter and when its step changes. */
export function SpokenProgress() {
  const { job } = usePage().state.value;
  const quarter = Math.floor((job?.progress.fraction ?? 0) * 4) * 25;
  const text = job === undefined ? '' : `${job.title}: ${job.progress.phase}, ${quarter} percent`;
  return (
    <div class="visually-hidden" role="status" aria-live="polite">
      {text}
    </div>
  );
}
