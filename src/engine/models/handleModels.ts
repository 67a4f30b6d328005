import { setImmediate } from 'node:timers/promises';
import { bodyGraph } from '../../analysis/bodyGraph';
import { chromeTrace } from '../../analysis/chromeTrace';
import { tensorLives } from '../../analysis/memory/tensorLives';
import { nodeDetails as describeNode } from '../../analysis/nodeDetails';
import { rooflineView } from '../../analysis/roofline/rooflineView';
import { suggest } from '../../analysis/suggest/suggest';
import { tensorStatistics } from '../../analysis/tensorStatistics';
import { textForm as writeTextForm } from '../../onnx/textForm';
import * as protocol from '../../shared/protocol/hostEngine';
import type { Link } from '../../shared/protocol/link';
import { comparedFiles } from './comparedFiles';
import { pack } from '../../shared/protocol/packing/pack';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { Profile } from '../../shared/report/latency';
import type { ModelToken } from '../../shared/report/modelToken';
import type { ProfileConditions } from '../../store/profileStore';
import type { EngineParts } from '../engine';
import { documentReport } from './documentReport';
import { madeFrom } from './madeFrom';
import { reportedVariants } from './reportedVariants';

/** Answers what can be said about an open model without running it, and what is known about it from earlier. */
export function handleModels(host: Link, { models, variants, comparisons, differences, passes, machine, ...stores }: EngineParts): void {
  host.handle(protocol.openModel, async ({ path, trusted, dims, grouping, threads, provider }) => {
    const { model, document } = await models.open(path, trusted, dims, grouping);
    try {
      document.profile = latestProfile(stores, document.token, { dims: document.dims, threads, provider });
      const beginning = document.beginning();
      const view = pack(beginning ?? document.view);
      return { model, token: document.token, view, isBeginning: beginning !== undefined, profile: document.profile };
    } catch (error) {
      await models.close(model);
      throw error;
    }
  });
  host.handle(protocol.modelView, async request => {
    const document = await models.of(request);
    await document.prepare();
    return pack(document.view);
  });
  host.handle(protocol.closeModel, ({ model }) => models.close(model));
  host.handle(protocol.setDims, async request => pack((await models.of(request)).setDims(request.dims)));
  host.handle(protocol.setGrouping, async request => pack((await models.of(request)).setGrouping(request.grouping)));
  host.handle(protocol.measuredView, async request => {
    const { view } = await models.of(request);
    return view.analysis.measuredDims === undefined ? undefined : pack(view);
  });
  host.handle(protocol.sparsity, async request => (await models.of(request)).sparsity());
  host.handle(protocol.tensorLives, async request => {
    const { file, view } = await models.of(request);
    return tensorLives(file.graph, view.analysis);
  });
  host.handle(protocol.nodeDetails, async request => describeNode((await models.of(request)).file, request.node));
  host.handle(protocol.bodyGraph, async request => pack(bodyGraph((await models.of(request)).opened, request.steps)));
  host.handle(protocol.weightStatistics, async request => tensorStatistics((await models.of(request)).file, request.weight));
  host.handle(protocol.textForm, async request => {
    const { file, view } = await models.of(request);
    return writeTextForm(file.graph, view.analysis, view.fileName.replace(/\.onnx$/i, ''));
  });
  host.handle(protocol.suggestions, async request => {
    const { file, view, profile, location } = await models.of(request);
    const { isa, roofs } = await machine.about(request.threads);
    const made = variants.descendants(location).filter(({ parent }) => parent === location);
    const known = { data: request.data, passes: await passes.list(), profile, roofs, isa, variants: made, pause: setImmediate };
    return suggest(file, view.analysis, known);
  });
  host.handle(protocol.roofline, async request => {
    const { file, view, profile } = await models.of(request);
    const known = request.measured ? profile : undefined;
    const { roofs } = await machine.about(known?.environment.threads ?? request.threads, known?.environment.onnxruntime);
    return pack(rooflineView(file.graph, view.analysis, roofs, known));
  });
  host.handle(protocol.exportTrace, async request => {
    const { file, view, profile } = await models.of(request);
    if (profile === undefined) throw new LayerwiseError('not-applicable', `${view.fileName} was not measured yet. Profile it first.`);
    return JSON.stringify(chromeTrace(view.fileName, file.graph, view.analysis, profile));
  });
  host.handle(protocol.exportReport, async request => {
    const document = await models.of(request);
    const { threads, onnxruntime } = document.profile?.environment ?? {};
    const { roofs } = await machine.about(threads, onnxruntime);
    const conditions = { dims: document.dims, threads: request.threads, provider: request.provider };
    const profileOf = (token: ModelToken): Profile | undefined => latestProfile(stores, token, conditions);
    const reported = await reportedVariants(document, variants.descendants(document.location), file =>
      differences.of(document, file, profileOf),
    );
    return documentReport(document, request.format, { variants: reported, roofs });
  });
  host.handle(protocol.listVariants, ({ path }) => variants.descendants(path));
  host.handle(protocol.comparedFiles, async request => {
    const document = await models.of(request);
    return comparedFiles(document, variants.descendants(document.location), request.others, comparisons);
  });
  host.handle(protocol.fileDifference, async request => {
    const document = await models.of(request);
    const { file, threads, provider } = request;
    return differences.of(document, file, token => latestProfile(stores, token, { dims: document.dims, threads, provider }));
  });
  host.handle(protocol.madeFrom, async request => madeFrom(await models.of(request), variants, differences));
  host.handle(protocol.keepVariant, ({ path }) => variants.keep(path));
  host.handle(protocol.discardVariant, ({ path }) => variants.discard(path));
}

/** Taken under the same conditions, in the editor or on the command line. */
function latestProfile(
  { profiles, commandLineProfiles }: Pick<EngineParts, 'profiles' | 'commandLineProfiles'>,
  token: ModelToken,
  conditions: ProfileConditions,
): Profile | undefined {
  const found = [profiles, commandLineProfiles].flatMap(store => store.find(token, conditions) ?? []);
  return found.sort((a, b) => (a.environment.date < b.environment.date ? 1 : -1))[0];
}
