import path from 'node:path';
import type { ModelInput } from '../../data/dataset';
import type { JobModel, RigorName, RunConditions } from '../../shared/report/jobRequest';
import { LayerwiseError, toErrorInfo } from '../../shared/report/layerwiseError';
import type { SweepCombination, SweepMeasurement, SweepPoint, SweepResult } from '../../shared/report/sweep';
import { CastCopies } from '../castCopy/castCopies';
import { castNote } from '../castCopy/castNote';
import { checkRunnable } from '../checkRunnable';
import { version as layerwise } from '../../../package.json';
import { chooseThreads } from '../environment';
import type { JobContext } from '../jobContext';
import { JobSteps } from '../jobSteps';
import { describeMachine } from '../machine';
import { latencyStatistics } from '../latencyStatistics';
import { MachineWatch } from '../machineWatch';
import { measureLatency, type OpenedSession } from '../measureLatency';
import { lockWaiter } from '../lockWaiter';
import { requireProvider } from '../machineProbe/probeProviders';
import { whileNobodyMeasures } from '../measurementLock';
import { modelInputs } from '../modelInputs';
import { assertUnchanged, openForJob } from '../openForJob';
import { openSession } from '../openSession';
import { rigorOf, type Rigor } from '../rigor';
import { runInputs, type RunInputs } from '../runInputs';
import { runnerLimits } from '../runnerLimits';
import type { RunnerLimits } from '../runnerProcess';
import { hasBatch } from '../samplesPerRun';
import { searchSettings } from '../sessionSettings/searchSettings';
import { EnergyMeter } from './energyMeter';
import { combinationText } from './pointText';
import { defaultThreads, shuffled, sweepCombinations, type SweepAxes } from './sweepCombinations';
import { sameCombination, SweepProgressFile } from './sweepProgressFile';
import { bestWithin, completePoints, kneeOf, type Economics } from './sweepSummary';

const DEFAULT_BATCHES = [1, 2, 4, 8, 16];

export interface SweepRequest {
  readonly path: string;
  /** `batch` and `threads` are those of the settings search; the axes have their own. */
  readonly conditions: RunConditions;
  /** `undefined`: batches up to 16 where the model has a batch to choose; threads up to the physical cores. */
  readonly batch: readonly number[] | undefined;
  readonly threads: readonly number[] | undefined;
  readonly dims: Readonly<Record<string, readonly number[]>>;
  readonly rigor: RigorName;
  readonly latencyLimitMs: number | undefined;
  readonly economics: Economics;
  /** Also looks for session settings that are faster than the defaults. */
  readonly searchSettings: boolean;
  /** Forgets points of an interrupted sweep. */
  readonly again: boolean;
}

/** What the host shows while points come in. */
export interface SweepObserver {
  onPoint?(point: SweepPoint, done: number, of: number): void;
}

/**
 * Latency and throughput over batch × threads × dims, each point in a process of its own, in a seeded random order. A point that fails says why and does not
 * end the sweep; when all fail the first reason is thrown. Throws as `profileModel` does.
 */
export async function sweepModel(request: SweepRequest, context: JobContext, observer: SweepObserver = {}): Promise<SweepResult> {
  const copies = new CastCopies();
  try {
    return await sweepThrough(copies, request, context, observer);
  } finally {
    copies.dispose();
  }
}

async function sweepThrough(copies: CastCopies, request: SweepRequest, context: JobContext, observer: SweepObserver): Promise<SweepResult> {
  const titles = [{ title: 'Sweep', share: 4 }, ...(request.searchSettings ? [{ title: 'Search settings', share: 2 }] : [])];
  const steps = new JobSteps(context, titles);
  steps.begin('Sweep');
  const { axes, model, notes } = await prepare(request, copies, context);
  const limits = { ...runnerLimits(request.path, request.conditions, context), copies };
  await requireProvider(limits);
  return await whileNobodyMeasures(`sweep of ${path.basename(request.path)}`, lockWaiter(context, steps), async waitedMs => {
    limits.deadline?.extend(waitedMs);
    const task = { request, model, context, steps, observer, limits };
    const combinations = sweepCombinations(axes);
    const file = new SweepProgressFile(identityOf(request, model));
    if (request.again) file.remove();
    // What failed is tried again: memory may have been short for a while.
    const kept = file.read().filter(({ measured }) => measured !== undefined);
    const known = kept.filter(point => combinations.some(wanted => sameCombination(point, wanted)));
    const { points, conditions } = await measurePoints(task, combinations, known, file);
    if (request.searchSettings) steps.begin('Search settings');
    const settings = request.searchSettings
      ? await searchSettings({ ...request, model }, context, task.limits, (done, detail) => steps.update(done, detail))
      : undefined;
    file.remove();
    const { latencyLimitMs } = request;
    const complete = completePoints(points, request.economics);
    return {
      points: complete,
      knee: kneeOf(points),
      best: bestWithin(points, latencyLimitMs),
      latencyLimitMs,
      resumed: known.length,
      settings,
      notes,
      environment: sweepEnvironment(conditions),
    };
  });
}

/** What only a run can tell; nothing when every point was there before. */
interface SweepConditions {
  readonly onnxruntime: string;
  readonly inputs: 'data' | 'synthetic';
}

function sweepEnvironment(conditions: SweepConditions | undefined): SweepResult['environment'] {
  return { layerwise, node: process.version, ...describeMachine(), ...conditions };
}

interface SweepTask {
  readonly request: SweepRequest;
  /** The file as it was when the sweep began. */
  readonly model: JobModel;
  readonly context: JobContext;
  readonly steps: JobSteps;
  readonly observer: SweepObserver;
  readonly limits: RunnerLimits;
}

/** Axes with their defaults, the model's file as it is now, and what to say of a copy that is run instead. Throws `usage` for a batch axis on a model whose batch is settled, and for too many threads. */
async function prepare(
  request: SweepRequest,
  copies: CastCopies,
  context: JobContext,
): Promise<{ readonly axes: SweepAxes; readonly model: JobModel; readonly notes: readonly string[] }> {
  const { path: file, dims } = request;
  const opened = await openForJob({ path: file }, request.conditions, context);
  try {
    checkRunnable(opened);
    const cast = await copies.add(opened);
    const threads = request.threads ?? defaultThreads(chooseThreads(undefined));
    for (const count of threads) chooseThreads(count);
    const batch = batchAxis(request, modelInputs(opened.graph).filter(hasBatch));
    const notes = cast === undefined ? [] : [castNote(cast.borders)];
    return { axes: { batch, threads, dims }, model: { path: file, token: opened.token }, notes };
  } finally {
    await opened.close();
  }
}

/** `batched`: inputs with a batch to choose. */
function batchAxis({ path: file, batch, dims, conditions }: SweepRequest, batched: readonly ModelInput[]): readonly number[] {
  const symbol = batched.map(({ shape }) => shape?.[0]).find(dim => typeof dim === 'string' && dim in dims);
  if (symbol !== undefined) throw usage(`“${symbol}” is the batch of ${file}; choose it with --batch instead of --dim.`);
  const given = batched.flatMap(({ name }) => conditions.inputShapes?.[name]?.[0] ?? [])[0];
  if (batch === undefined) return given === undefined ? (batched.length > 0 ? DEFAULT_BATCHES : [1]) : [given];
  if (batched.length === 0) throw usage(`The batch of ${file} is fixed; leave --batch out, or export it with a symbolic batch.`);
  if (given !== undefined) throw usage(`--input settles the batch of ${file}; leave --batch or --input out.`);
  return batch;
}

function usage(message: string): LayerwiseError {
  return new LayerwiseError('usage', message);
}

/** Everything that a point depends on besides its combination, this version with its runtime included. */
function identityOf({ conditions, rigor }: SweepRequest, { path: file, token }: JobModel): unknown {
  const { size = 0, mtimeNs = 0n, skeletonHash = '', dataState = '' } = token ?? {};
  return [layerwise, file, size, String(mtimeNs), skeletonHash, dataState, conditions, rigor, describeMachine()];
}

async function measurePoints(
  task: SweepTask,
  combinations: readonly SweepCombination[],
  known: readonly SweepPoint[],
  file: SweepProgressFile,
): Promise<{ readonly points: readonly SweepPoint[]; readonly conditions: SweepConditions | undefined }> {
  const measured = [...known];
  let found: SweepConditions | undefined;
  for (const combination of shuffled(combinations, task.request.conditions.seed)) {
    const done = measured.length;
    if (known.some(point => sameCombination(point, combination))) continue;
    task.steps.update(done / combinations.length, combinationText(combination));
    const { point, conditions } = await measurePoint(task, combination);
    found ??= conditions;
    measured.push(point);
    file.add(point);
    task.observer.onPoint?.(point, measured.length, combinations.length);
  }
  const points = combinations.flatMap(wanted => measured.find(point => sameCombination(point, wanted)) ?? []);
  const failed = points.find(({ error }) => error !== undefined)?.error;
  if (failed !== undefined && points.every(({ error }) => error !== undefined)) throw new LayerwiseError(failed.reason, failed.message);
  return { points, conditions: found };
}

/** A failure that is the point's own becomes its error; cancelling, a used-up time and wrong usage end the sweep. */
async function measurePoint(
  task: SweepTask,
  combination: SweepCombination,
): Promise<{ readonly point: SweepPoint; readonly conditions: SweepConditions | undefined }> {
  try {
    const { measured, conditions } = await runPoint(task, combination);
    return { point: { ...combination, measured, error: undefined }, conditions };
  } catch (error) {
    const { reason, message } = toErrorInfo(error);
    const ownFault = ['runtime-error', 'runtime-crash', 'memory-limit'].includes(reason);
    // Ctrl+C in a terminal reaches the runner as well, whose end is then no crash.
    if (!ownFault || task.context.signal.aborted) throw error;
    return { point: { ...combination, measured: undefined, error: { reason, message } }, conditions: undefined };
  }
}

async function runPoint(
  { request, model, context, steps, limits }: SweepTask,
  { batch, threads, dims }: SweepCombination,
): Promise<{ readonly measured: SweepMeasurement; readonly conditions: SweepConditions }> {
  const conditions = { ...request.conditions, batch, threads, dims: { ...request.conditions.dims, ...dims } };
  const opened = await openForJob(model, conditions);
  try {
    const inputs = await runInputs(opened.graph, request.path, conditions, context.log.bind(context));
    let onnxruntime = '';
    const open = async (): Promise<OpenedSession> => {
      const session = await openSession(request.path, inputs.feeds, { threads, graphOptimization: 'all' }, limits);
      onnxruntime = session.runner.version;
      return session;
    };
    const measured = await measureInputs(inputs, threads, rigorOf(request.rigor), open, detail => steps.update(0, detail));
    assertUnchanged(opened);
    return { measured, conditions: { onnxruntime, inputs: inputs.kind } };
  } finally {
    await opened.close();
  }
}

async function measureInputs(
  { batch }: RunInputs,
  threads: number,
  rigor: Rigor,
  open: () => Promise<OpenedSession>,
  onDetail: (detail: string) => void,
): Promise<SweepMeasurement> {
  const watch = new MachineWatch();
  const meter = new EnergyMeter();
  const sessions = await measureLatency({
    rigor,
    open,
    during: measure => watch.during(() => meter.during(measure)),
    onProgress: (_done, detail) => onDetail(detail),
  });
  const disturbances = watch.disturbances(sessions, threads);
  const latency = latencyStatistics({ sessions, threads, batch, disturbances });
  const { medianMs, lowMs, highMs, p90Ms, runs, reliable, cpuMs, loadMs, peakRssBytes, throughputPerSecond } = latency;
  const energyJoules = meter.perSample(runs * batch, cpuMs / batch);
  return { medianMs, lowMs, highMs, p90Ms, runs, reliable, cpuMs, loadMs, peakRssBytes, throughputPerSecond, energyJoules };
}
