import path from 'node:path';
import type { OnnxModel } from '../onnx/openModel';
import { batchRanges, type ModelInput } from '../data/dataset';
import type { NamedTensors } from '../shared/graph/denseTensor';
import type { LatencyComparison, OutputComparison, TaskMetric, VerificationVerdict } from '../shared/report/comparison';
import type { SessionId } from '../shared/protocol/workerRunner';
import type { CompareRequest } from '../shared/report/jobRequest';
import { assertSameInputs } from './assertSameInputs';
import type { CastGraph } from './castCopy/castBorders';
import { CastCopies } from './castCopy/castCopies';
import { castNote } from './castCopy/castNote';
import { checkRunnable } from './checkRunnable';
import { compareLatency } from './compareLatency';
import { chooseThreads } from './environment';
import type { JobContext } from './jobContext';
import { JobSteps } from './jobSteps';
import { lockWaiter } from './lockWaiter';
import { requireProvider } from './machineProbe/probeProviders';
import { whileNobodyMeasures } from './measurementLock';
import { judgeOutputs } from './optimize/judgeOutputs';
import { OutputDifference } from './optimize/outputDifference';
import { measureAccuracy } from './optimize/taskMetric';
import { assertUnchanged, openForJob } from './openForJob';
import { openFittingData, runInputs, type RunInputs } from './runInputs';
import { fedAs } from './fedAs';
import { rigorOf } from './rigor';
import { runnerLimits } from './runnerLimits';
import { RunnerProcess, type RunnerLimits } from './runnerProcess';
import { modelInputs } from './modelInputs';

const STEPS = [
  { title: 'Load', share: 1 },
  { title: 'Compare outputs', share: 2 },
  { title: 'Compare latency', share: 4 },
] as const;
const DEFAULT_SAMPLES = 256;
const BATCH = 16;

export interface ModelComparison {
  readonly latency: LatencyComparison;
  readonly outputs: OutputComparison & { readonly verdict: VerificationVerdict };
  /** Where there are labels. */
  readonly metric: TaskMetric | undefined;
}

/** What both halves of a comparison share. */
interface CompareTask {
  readonly request: CompareRequest;
  readonly inputs: RunInputs;
  readonly modelInputs: readonly ModelInput[];
  readonly variantInputs: readonly ModelInput[];
  readonly limits: RunnerLimits;
  readonly steps: JobSteps;
  readonly log: JobContext['log'];
  /** Of copies that are run instead of the base and of the variant. */
  readonly notes: { readonly before: readonly string[]; readonly after: readonly string[] };
}

/** Outputs on the same samples, and interleaved latency on the same inputs, of a model and a variant of it. Throws as `profileModel` does, and `not-applicable` for other inputs. */
export async function compareModels(request: CompareRequest, context: JobContext): Promise<ModelComparison> {
  return await withBoth(request, context, async task => {
    task.steps.begin('Compare outputs');
    const outputs = await compareOutputs(task);
    return { ...outputs, latency: await measureSpeedup(task, context) };
  });
}

/** Only the latency of `compareModels`. */
export async function compareModelLatency(request: CompareRequest, context: JobContext): Promise<LatencyComparison> {
  return await withBoth(request, context, task => measureSpeedup(task, context));
}

async function withBoth<T>(request: CompareRequest, context: JobContext, work: (task: CompareTask) => Promise<T>): Promise<T> {
  const { base, variant, batch, conditions } = request;
  const steps = new JobSteps(context, STEPS);
  const log = context.log.bind(context);
  steps.begin('Load');
  const copies = new CastCopies();
  const models: OnnxModel[] = [];
  try {
    const model = await openForJob({ path: base }, conditions, context);
    models.push(model);
    const other = await openForJob({ path: variant }, conditions, context);
    models.push(other);
    models.forEach(checkRunnable);
    assertSameInputs(model, other);
    const casts = { before: await copies.add(model), after: await copies.add(other) };
    const inputs = await runInputs(model.graph, base, { ...conditions, batch }, log);
    const limits = { ...runnerLimits(variant, conditions, context), copies };
    await requireProvider(limits);
    const notes = { before: notesOf(casts.before), after: notesOf(casts.after) };
    const result = await work({
      request,
      inputs,
      modelInputs: modelInputs(model.graph),
      variantInputs: modelInputs(other.graph),
      limits,
      steps,
      log,
      notes,
    });
    models.forEach(assertUnchanged);
    return result;
  } finally {
    for (const model of models) await model.close();
    copies.dispose();
  }
}

function notesOf(cast: CastGraph | undefined): readonly string[] {
  return cast === undefined ? [] : [castNote(cast.borders)];
}

async function measureSpeedup(
  { request, inputs, variantInputs, limits, steps, notes }: CompareTask,
  context: JobContext,
): Promise<LatencyComparison> {
  const { base, variant, conditions, rigor = 'normal' } = request;
  steps.begin('Compare latency');
  return await whileNobodyMeasures(`comparison of ${path.basename(variant)}`, lockWaiter(context, steps), async waitedMs => {
    limits.deadline?.extend(waitedMs);
    const threads = chooseThreads(conditions.threads);
    const latency = await compareLatency({
      ...{
        base,
        variant,
        feeds: inputs.feeds,
        variantFeeds: fedAs(variantInputs, inputs.feeds),
        threads,
        batch: inputs.batch,
        seed: conditions.seed,
      },
      rigor: rigorOf(rigor).comparison,
      startRunner: () => RunnerProcess.start(limits),
      onProgress: (done, detail) => steps.update(done, detail),
    });
    const { before, after } = latency;
    return {
      ...latency,
      before: { ...before, notes: [...before.notes, ...notes.before] },
      after: { ...after, notes: [...after.notes, ...notes.after] },
    };
  });
}

async function compareOutputs(task: CompareTask): Promise<Omit<ModelComparison, 'latency'>> {
  const { request, limits, steps } = task;
  const runner = await RunnerProcess.start(limits);
  try {
    const threads = chooseThreads(request.conditions.threads);
    const options = { threads, graphOptimization: 'all' } as const;
    const base = await runner.createSession(request.base, options);
    const variant = await runner.createSession(request.variant, options);
    const difference = new OutputDifference();
    let done = 0;
    for await (const { feeds, count, total } of samples(task)) {
      const expected = await runner.run(base.session, feeds);
      const actual = await runner.run(variant.session, fedAs(task.variantInputs, feeds));
      difference.add(expected.outputs, actual.outputs, count);
      done += count;
      steps.update(done / total, `${done} of ${total} samples`);
    }
    const original = { startRunner: () => RunnerProcess.start(limits), threads, file: request.base, batches: () => samples(task) };
    const outputs = await judgeOutputs(difference, task.inputs.kind, original);
    const metric = await compareAccuracy(task, runner, base.session, variant.session);
    return { outputs, metric };
  } finally {
    await runner.dispose();
  }
}

async function compareAccuracy(
  { request, modelInputs: inputs, variantInputs }: CompareTask,
  runner: RunnerProcess,
  base: SessionId,
  variant: SessionId,
): Promise<TaskMetric | undefined> {
  const { evaluationData } = request;
  if (evaluationData === undefined) return undefined;
  return await measureAccuracy(evaluationData, inputs, async feeds => ({
    before: (await runner.run(base, feeds)).outputs,
    after: (await runner.run(variant, fedAs(variantInputs, feeds))).outputs,
  }));
}

/** Batches of the data where there are any that fit, else the inputs that latency is measured with. */
async function* samples({ request, inputs, log }: CompareTask): AsyncGenerator<{
  readonly feeds: NamedTensors;
  readonly count: number;
  readonly total: number;
}> {
  const { base, conditions } = request;
  const model = await openForJob({ path: base }, conditions);
  const dataset = inputs.kind === 'data' ? await openFittingData(base, modelInputs(model.graph), conditions, log) : undefined;
  try {
    if (dataset === undefined) {
      yield { feeds: inputs.feeds, count: 1, total: 1 };
      return;
    }
    const ranges = batchRanges(dataset, BATCH, conditions.samples ?? DEFAULT_SAMPLES);
    const total = ranges.reduce((sum, { count }) => sum + count, 0);
    for (const { start, count } of ranges) yield { feeds: await dataset.read(start, count), count, total };
  } finally {
    await dataset?.close();
    await model.close();
  }
}
