import * as protocol from '../../shared/protocol/hostEngine';
import type { Link } from '../../shared/protocol/link';
import type { JobModel, RunConditions } from '../../shared/report/jobRequest';
import type { EngineParts } from '../engine';
import type { OpenDocument } from '../models/openDocument';

/** Starts and stops jobs, and asks the passes what they would do. */
export function handleJobs(host: Link, { models, profiles, variants, comparisons, jobs, passes, machine, warn }: EngineParts): void {
  host.handle(protocol.listPasses, () => passes.list());
  host.handle(protocol.dryRun, async request => passes.dryRun(request.model, await models.of(request), request.passes));
  host.handle(protocol.quantizationPreview, async request => passes.quantizationPreview(await models.of(request), request.node));
  host.handle(protocol.previewData, async request => passes.preview(request.model, onDocument(await models.of(request), request.request)));
  host.handle(protocol.extractLayers, async request => passes.extractLayers(await models.of(request), request.layers));
  host.handle(protocol.startProfile, async request => {
    const document = await models.of(request);
    const { graphOptimization, arena } = request.request;
    const { threads, provider } = request.request.conditions;
    const conditions = { dims: document.dims, threads, provider, graphOptimization, arena };
    return jobs.profile(request.model, onDocument(document, request.request), profile => {
      document.profile = profile;
      attempt(warn, () => profiles.save(document.token, conditions, profile));
    });
  });
  host.handle(protocol.startImport, async request => {
    const document = await models.of(request);
    return jobs.importTrace(request.model, onDocument(document, request.request), profile => {
      document.profile = profile;
    });
  });
  host.handle(protocol.startOptimize, async request => {
    const document = await models.of(request);
    return jobs.optimize(request.model, onDocument(document, request.request), result =>
      attempt(warn, () => variants.add(document.location, document.token.skeletonHash, result)),
    );
  });
  host.handle(protocol.startTrial, async request => jobs.trial(request.model, onDocument(await models.of(request), request.request)));
  host.handle(protocol.startCompare, async request => {
    const document = await models.of(request);
    const { threads, provider } = request.request.conditions;
    const { dims, location, token } = document;
    return jobs.compare(request.model, onDocument(document, request.request), results => {
      for (const { file, profile: taken, measured } of results) {
        // What was taken quickly does not take the place of what was taken thoroughly.
        const isKnown = file === location && document.profile !== undefined;
        if (file === location) document.profile ??= taken?.profile;
        if (taken !== undefined && !isKnown) attempt(warn, () => profiles.save(taken.token, { dims, threads, provider }, taken.profile));
        if (measured !== undefined) attempt(warn, () => comparisons.save(location, token, file, measured));
      }
    });
  });
  host.handle(protocol.startCompareTensors, async request =>
    jobs.compareTensors(request.model, onDocument(await models.of(request), request.request)),
  );
  host.handle(protocol.startLayer, async request => jobs.layer(request.model, onDocument(await models.of(request), request.request)));
  host.handle(protocol.startMachine, ({ request }) => jobs.machine(request, () => machine.forget()));
  host.handle(protocol.cancelJob, ({ job }) => jobs.cancel(job));
}

/** The job is about the file as it was opened, not about what lies there when its turn comes. */
function onDocument<T extends JobModel & { readonly conditions: RunConditions }>(
  { location, token, trusted }: OpenDocument,
  request: T,
): T {
  return { ...request, path: location, token, conditions: { ...request.conditions, trusted } };
}

/** A result that cannot be stored is still a result. */
function attempt(warn: (error: unknown) => void, action: () => void): void {
  try {
    action();
  } catch (error) {
    warn(error);
  }
}
