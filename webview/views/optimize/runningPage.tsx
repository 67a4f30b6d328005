import type { RunningJob } from '../../../src/shared/protocol/hostWebview';
import { JobRow } from '../page/jobRow';
import { JobSteps } from '../page/jobSteps';

export function RunningPage({ job }: { readonly job: RunningJob }) {
  return (
    <div class="running">
      <JobRow job={job} />
      <JobSteps steps={job.progress.steps} />
    </div>
  );
}
