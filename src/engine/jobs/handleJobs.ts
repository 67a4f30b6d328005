import * as protocol from '../../shared/protocol/hostEngine';
import type { Link } from '../../shared/protocol/link';
import type { EngineParts } from '../engine';

/** Starts and stops jobs, and asks the passes what they would do. */
export function handleJobs(host: Link, { models, profiles, variants, jobs, passes, warn }: EngineParts): void {
  host.handle(protocol.listPasses, () => passes.list());
  host.handle(protocol.dryRun, async request => passes.dryRun(request.model, await models.of(request), request.pass));
  host.handle(protocol.startProfile, async request => {
    const document = await models.of(request);
    const conditions = { dims: document.dims, threads: request.request.conditions.threads };
    return jobs.profile(request.model, { ...request.request, path: document.location }, profile => {
      document.profile = profile;
      attempt(warn, () => profiles.save(document.token, conditions, profile));
    });
  });
  host.handle(protocol.startOptimize, async request => {
    const document = await models.of(request);
    const job = { ...request.request, path: document.location };
    return jobs.optimize(request.model, job, result => attempt(warn, () => variants.add(document.location, result)));
  });
  host.handle(protocol.cancelJob, ({ job }) => jobs.cancel(job));
}

/** A result that cannot be stored is still a result. */
function attempt(warn: (error: unknown) => void, action: () => void): void {
  try {
    action();
  } catch (error) {
    warn(error);
  }
}
