import path from 'node:path';
import { analyze } from '../analysis/analyze';
import { fileHash } from '../onnx/files/fileHash';
import type { OnnxModel } from '../onnx/openModel';
import { formatDuration } from '../shared/base/formatNumber';
import type { Graph } from '../shared/graph/graph';
import type { Analysis } from '../shared/report/analysis';
import type { LatencyComparison, OutputComparison, TaskMetric, VerificationVerdict } from '../shared/report/comparison';
import type { RigorName, RunConditions } from '../shared/report/jobRequest';
import type { Environment, Profile } from '../shared/report/latency';
import { LayerwiseError, toErrorInfo, type ErrorInfo } from '../shared/report/layerwiseError';
import type { ModelToken } from '../shared/report/modelToken';
import { compareModelLatency, compareModels } from './compare';
import { JobStages } from './jobStages';
import { dataFiles, totalBytes } from './dataFiles';
import type { JobContext } from './jobContext';
import { matchLayers, type MatchedLayers } from './matchLayers';
import { openForJob } from './openForJob';
import { profileModel } from './profile';
import { withDeadline } from './withDeadline';
import { control } from '../shared/base/control';

export interface VariantsRequest {
  readonly base: string;
  /** At least one. */
  readonly variants: readonly string[];
  readonly conditions: RunConditions;
  readonly rigor: RigorName;
  readonly batch: number;
  /** Labelled data for accuracy. */
  readonly evaluationData: string | undefined;
}

/** What stands in a comparison about one file. */
export interface ComparedModel {
  readonly file: string;
  /** With its data files. */
  readonly bytes: number;
  readonly sha256: string;
  /** SHA-256 of the model that it was made from, when it says so. */
  readonly parent: string | undefined;
  readonly nodes: number;
  readonly macs: number | undefined;
  readonly params: number;
  readonly weightBytes: number;
  /** Of a process of its own. */
  readonly peakRssBytes: number;
  /** Taken quickly, with what the file was then. */
  readonly taken: { readonly token: ModelToken; readonly profile: Profile };
}

export interface ComparedVariant extends ComparedModel, MatchedLayers {
  readonly outputs: OutputComparison & { readonly verdict: VerificationVerdict };
  readonly metric: TaskMetric | undefined;
  /** Against the base. */
  readonly latency: LatencyComparison;
  /** Against the model that it was made from, when that is another one of those compared. */
  readonly againstParent: { readonly file: string; readonly latency: LatencyComparison } | undefined;
}

/** A variant that could not be run or compared, and why. */
export interface FailedVariant {
  readonly file: string;
  readonly error: ErrorInfo;
}

export interface ComparisonReport {
  readonly base: ComparedModel;
  /** In the order in which they were named. */
  readonly variants: readonly (ComparedVariant | FailedVariant)[];
  readonly environment: Environment;
}

/** A model, analysed with the sizes that it was measured with. */
interface MeasuredFile {
  readonly facts: ComparedModel;
  readonly token: ModelToken;
  readonly graph: Graph;
  readonly analysis: Analysis;
  readonly profile: Profile;
}

/**
 * Compares variants with a base one after the other: outputs on the same samples, accuracy where there are labels, interleaved latency, size, memory, and time per
 * layer of the base. A variant that fails does not keep the others from being compared. Throws as `profileModel` does for the base, and when cancelled.
 */
export async function compareVariants(request: VariantsRequest, outer: JobContext): Promise<ComparisonReport> {
  const context = withDeadline(outer, request.conditions);
  const stages = new JobStages(context, 1 + 2 * request.variants.length);
  const base = await measureFile(request, request.base, stages.next());
  const measured: (MeasuredFile | FailedVariant)[] = [];
  for (const file of request.variants) {
    const stage = stages.next();
    measured.push(await unlessFailed(file, context, () => measureFile(request, file, stage)));
  }
  const all = [base, ...measured.filter(isMeasured)];
  const variants: (ComparedVariant | FailedVariant)[] = [];
  for (const variant of measured) {
    const stage = stages.next();
    if (!isMeasured(variant)) variants.push(variant);
    else variants.push(await unlessFailed(variant.facts.file, context, () => compareOne(request, base, variant, all, stage)));
  }
  return { base: base.facts, variants, environment: { ...base.profile.environment, rigor: request.rigor } };
}

export function hasFailed(variant: ComparedVariant | FailedVariant): variant is FailedVariant {
  return 'error' in variant;
}

function isMeasured(file: MeasuredFile | FailedVariant): file is MeasuredFile {
  return 'facts' in file;
}

async function unlessFailed<T>(file: string, context: JobContext, work: () => Promise<T>): Promise<T | FailedVariant> {
  try {
    assertTimeLeft(context, file);
    return await work();
  } catch (error) {
    if (context.signal.aborted) throw error;
    return { file, error: toErrorInfo(error) };
  }
}

function assertTimeLeft({ deadline }: JobContext, file: string): void {
  if (deadline === undefined || deadline.leftMs > 0) return;
  const limit = formatDuration(deadline.totalMs);
  const message = `${path.basename(file)} was not reached: the time limit of ${limit} for the whole job is over. A larger one${control(' (--timeout)', ' in the settings')} helps.`;
  throw new LayerwiseError('deadline', message, { file });
}

async function compareOne(
  { conditions, rigor, batch, evaluationData }: VariantsRequest,
  base: MeasuredFile,
  variant: MeasuredFile,
  all: readonly MeasuredFile[],
  context: JobContext,
): Promise<ComparedVariant> {
  const request = { kind: 'compare', base: base.facts.file, variant: variant.facts.file, conditions, rigor, batch } as const;
  const { outputs, metric, latency } = await compareModels(
    { ...request, ...(evaluationData === undefined ? {} : { evaluationData }) },
    context,
  );
  for (const file of [base, variant]) await assertStillThere(file, conditions);
  const parent = all.find(({ facts }) => facts.sha256 === variant.facts.parent && facts.sha256 !== base.facts.sha256)?.facts.file;
  const againstParent =
    parent === undefined ? undefined : { file: parent, latency: await compareModelLatency({ ...request, base: parent }, context) };
  return { ...variant.facts, ...matchLayers(base, variant), outputs, metric, latency, againstParent };
}

/** Profiled quickly: memory and shares of layers need no narrow interval; the speed-up is measured on its own. */
async function measureFile({ conditions, batch }: VariantsRequest, file: string, context: JobContext): Promise<MeasuredFile> {
  const model = await openForJob({ path: file }, conditions, context);
  try {
    const { token } = model;
    const profile = await profileModel(
      { kind: 'profile', path: file, token, conditions: { ...conditions, batch }, rigor: 'quick', graphOptimization: 'all' },
      context,
    );
    const sizes = { dims: new Map(Object.entries(profile.environment.dims)), inputShapes: new Map(Object.entries(profile.inputShapes)) };
    const analysis = analyze(model.graph, model.reader, sizes);
    return { facts: await factsOf(file, model, analysis, { token, profile }), token, graph: model.graph, analysis, profile };
  } finally {
    await model.close();
  }
}

/** Throws `stale-token` when the file is no longer the one that was measured. */
async function assertStillThere({ facts, token }: MeasuredFile, conditions: RunConditions): Promise<void> {
  const model = await openForJob({ path: facts.file, token }, conditions);
  await model.close();
}

async function factsOf(file: string, model: OnnxModel, { totals }: Analysis, taken: ComparedModel['taken']): Promise<ComparedModel> {
  const { nodes, macs, params, quantizedParams, weightBytes } = totals;
  return {
    file,
    bytes: model.byteLength + (await totalBytes(dataFiles(model.graph))),
    sha256: await fileHash(model.path),
    parent: model.graph.facts.metadata.get('layerwise.parent'),
    ...{ nodes, macs, params: params + quantizedParams, weightBytes },
    peakRssBytes: taken.profile.latency.peakRssBytes,
    taken,
  };
}
