import { openModel } from '../../onnx/openModel';
import { formatCount, formatDuration } from '../../shared/base/formatNumber';
import type { RigorName, RunConditions } from '../../shared/report/jobRequest';
import { LayerwiseError, toErrorInfo } from '../../shared/report/layerwiseError';
import type { SweepCombination, SweepMeasurement, SweepPoint, SweepResult } from '../../shared/report/sweep';
import { threadsText } from '../../shared/report/threadsText';
import { checkRunnable } from '../checkRunnable';
import { version as layerwise } from '../../../package.json';
import type { NamedTensors } from '../../shared/graph/denseTensor';
import { chooseThreads } from '../environment';
import { isBatchLike } from '../fixDims';
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
import { rigorOf } from '../rigor';
import { runInputs } from '../runInputs';
import { runnerLimits, withoutWait } from '../runnerLimits';
import { RunnerProcess, type RunnerLimits } from '../runnerProcess';
import { searchSettings } from '../sessionSettings/searchSettings';
import { EnergyMeter } from './energyMeter';
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
  const titles = [{ title: 'Sweep', share: 4 }, ...(request.searchSettings ? [{ title: 'Search settings', share: 2 }] : [])];
  const steps = new JobSteps(context, titles);
  steps.begin('Sweep');
  const { axes, identity } = await prepare(request);
  const file = new SweepProgressFile([identity, request.conditions, request.rigor, describeMachine()]);
  if (request.again) file.remove();
  const limits = runnerLimits(request.path, request.conditions, context.signal);
  await requireProvider(limits);
  return await whileNobodyMeasures(`sweep of ${request.path}`, lockWaiter(context, steps), async waitedMs => {
    const task = { request, context, steps, observer, limits: withoutWait(limits, waitedMs) };
    const combinations = sweepCombinations(axes);
    const known = file.read().filter(point => combinations.some(wanted => sameCombination(point, wanted)));
    const { points, conditions } = await measurePoints(task, combinations, known, file);
    if (request.searchSettings) steps.begin('Search settings');
    const settings = request.searchSettings
      ? await searchSettings(request, context, task.limits, (done, detail) => steps.update(done, detail))
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
  readonly context: JobContext;
  readonly steps: JobSteps;
  readonly observer: SweepObserver;
  readonly limits: RunnerLimits;
}

/** Axes with their defaults, and what the model's file is known by. Throws `usage` for a batch axis on a model whose batch is fixed. */
async function prepare(request: SweepRequest): Promise<{ readonly axes: SweepAxes; readonly identity: unknown }> {
  const model = await openModel(request.path);
  try {
    checkRunnable({ path: request.path, graph: model.graph, problems: model.problems });
    const hasBatch = modelInputs(model.graph).some(({ shape }) => shape !== undefined && shape.length > 0 && isBatchLike(shape[0], shape));
    if (!hasBatch && request.batch !== undefined)
      throw new LayerwiseError('usage', `The batch of ${request.path} is fixed; leave --batch out, or export it with a symbolic batch.`);
    const { size, skeletonHash, mtimeNs } = model.token;
    const batch = request.batch ?? (hasBatch ? DEFAULT_BATCHES : [1]);
    const threads = request.threads ?? defaultThreads(chooseThreads(undefined));
    return { axes: { batch, threads, dims: request.dims }, identity: [request.path, size, skeletonHash, String(mtimeNs)] };
  } finally {
    await model.close();
  }
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

function combinationText({ batch, threads, dims }: SweepCombination): string {
  const sizes = Object.entries(dims).map(([name, value]) => `${name}=${String(value)}`);
  return [`batch ${String(batch)}`, threadsText(threads), ...sizes].join(', ');
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
    if (!ownFault) throw error;
    return { point: { ...combination, measured: undefined, error: { reason, message } }, conditions: undefined };
  }
}

async function runPoint(
  { request, context, steps, limits }: SweepTask,
  { batch, threads, dims }: SweepCombination,
): Promise<{ readonly measured: SweepMeasurement; readonly conditions: SweepConditions }> {
  const conditions = { ...request.conditions, batch, threads, dims: { ...request.conditions.dims, ...dims } };
  const model = await openModel(request.path);
  const inputs = await runInputs(model.graph, request.path, conditions, context.log.bind(context)).finally(() => model.close());
  let onnxruntime = '';
  const open = async (): Promise<OpenedSession> => {
    const opened = await openSession(request.path, threads, inputs.feeds, limits);
    onnxruntime = opened.runner.version;
    return opened;
  };
  const rigor = rigorOf(request.rigor);
  const watch = new MachineWatch();
  const meter = new EnergyMeter();
  const sessions = await measureLatency({ rigor, open, onProgress: (_done, detail) => steps.update(0, detail) });
  const disturbances = watch.disturbances(sum(sessions.flatMap(session => Array.from(session.cpuMs))), threads);
  const latency = latencyStatistics({ sessions, threads, batch, disturbances });
  const { medianMs, lowMs, highMs, p90Ms, runs, reliable, cpuMs, loadMs, peakRssBytes } = latency;
  const energyJoules = meter.perSample((runs + latency.warmupRuns) * batch, cpuMs / batch);
  const throughputPerSecond = (1000 * batch) / medianMs;
  const measured = { medianMs, lowMs, highMs, p90Ms, runs, reliable, cpuMs, loadMs, peakRssBytes, throughputPerSecond, energyJoules };
  return { measured, conditions: { onnxruntime, inputs: inputs.kind } };
}

async function openSession(path: string, threads: number, feeds: NamedTensors, limits: RunnerLimits): Promise<OpenedSession> {
  const runner = await RunnerProcess.start(limits);
  try {
    const { session, loadMs } = await runner.createSession(path, { threads, graphOptimization: 'all' });
    return { runner, target: { session, feeds: await runner.storeFeeds(feeds) }, loadMs };
  } catch (error) {
    await runner.dispose();
    throw error;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** One line for a point: `batch 4, 2 threads: 12.3 ms, 325 /s`. */
export function pointText(point: SweepPoint): string {
  const { measured, error } = point;
  const result =
    measured === undefined
      ? (error?.message ?? '')
      : `${formatDuration(measured.medianMs)}, ${formatCount(measured.throughputPerSecond)}/s`;
  return `${combinationText(point)}: ${result}`;
}
