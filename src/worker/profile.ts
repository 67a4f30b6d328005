import path from 'node:path';
import { formatDuration } from '../shared/base/formatNumber';
import type { ProfileRequest } from '../shared/report/jobRequest';
import { allKernels, type Environment, type Kernel, type LatencyStatistics, type Profile } from '../shared/report/latency';
import { kernelTimes } from '../shared/report/kernelTimes';
import { LayerwiseError } from '../shared/report/layerwiseError';
import type { SessionOptions } from '../shared/protocol/workerRunner';
import { analyze } from '../analysis/analyze';
import { missedFusions } from '../analysis/fusions/missedFusions';
import type { Analysis } from '../shared/report/analysis';
import { CAST_NAME, type CastGraph } from './castCopy/castBorders';
import { CastCopies } from './castCopy/castCopies';
import { castNote } from './castCopy/castNote';
import { dropFromCache } from './coldCache';
import { checkRunnable, onlyNode, type RunnableModel } from './checkRunnable';
import { dataFiles, totalBytes } from './dataFiles';
import { chooseThreads, describeEnvironment } from './environment';
import { interruptibly } from './interruptibly';
import type { JobContext } from './jobContext';
import { JobSteps } from './jobSteps';
import { parallelEfficiency } from './kernels/parallelEfficiency';
import { profileKernels } from './kernels/profileKernels';
import { scaleKernels, type ProfiledRuns } from './kernels/scaleKernels';
import { locateCrash } from './locateCrash';
import { lockWaiter } from './lockWaiter';
import { whileNobodyMeasures } from './measurementLock';
import { latencyStatistics, recordedLatency } from './latencyStatistics';
import { MachineWatch } from './machineWatch';
import { providerOfKernels, requireProvider } from './machineProbe/probeProviders';
import { measureLatency } from './measureLatency';
import { assertUnchanged, openForJob } from './openForJob';
import { openSession } from './openSession';
import { rigorOf } from './rigor';
import { runInputs, type RunInputs } from './runInputs';
import type { RetryLadder } from './retryHint';
import { runnerLimits } from './runnerLimits';
import { RunnerProcess, type RunnerLimits } from './runnerProcess';

const STEPS = [
  { title: 'Load', share: 1 },
  { title: 'Time kernels', share: 3 },
  { title: 'Time the model', share: 4 },
] as const;

/** Share of a file's bytes that must have come from the disk for a load to count as cold; small files are read ahead or lie in the inode. */
const SURELY_COLD = 0.5;

const WITHOUT_ARENA = 'Measured without the memory arena: the runtime asks the system for memory in every run, which takes longer.';

const WITHOUT_KERNELS =
  'There are no times of kernels: one run has more of them than the runtime records (a million). Fewer iterations of a loop help.';

/** What both stages of a profile share. */
interface ProfileTask {
  readonly request: ProfileRequest;
  readonly model: RunnableModel & { readonly analysis: Analysis };
  readonly inputs: RunInputs;
  readonly threads: number;
  readonly limits: RunnerLimits;
  readonly steps: JobSteps;
  /** The copy with casts that is loaded instead of the model. */
  readonly cast: CastGraph | undefined;
}

/**
 * Measures a model: kernel times from a profiled session first, so that something can be shown, then the headline from an unprofiled session in a process of its
 * own, to which kernel times are scaled. Throws `LayerwiseError`: what opening, choosing dims, or running the model says.
 */
export async function profileModel(request: ProfileRequest, context: JobContext): Promise<Profile> {
  const steps = new JobSteps(context, STEPS);
  steps.begin('Load');
  const model = await openForJob(request, request.conditions, context);
  const copies = new CastCopies();
  try {
    checkRunnable(model);
    const cast = await copies.add(model);
    const inputs = await runInputs(model.graph, request.path, request.conditions, context.log.bind(context));
    const sizes = { dims: new Map(), inputShapes: new Map(Object.entries(inputs.shapes)) };
    const analysis = interruptibly(context, () => analyze(model.graph, model.reader, sizes));
    const threads = chooseThreads(request.conditions.threads);
    const limits = {
      ...runnerLimits(request.path, request.conditions, context, onlyNode(model.graph)),
      retries: retriesAfter(request),
      copies,
    };
    await requireProvider(limits);
    const { path: file, graph, problems } = model;
    const task = { request, model: { path: file, graph, problems, analysis }, inputs, threads, limits, steps, cast };
    const profile = await whileNobodyMeasures(`profile of ${path.basename(request.path)}`, lockWaiter(context, steps), waitedMs => {
      limits.deadline?.extend(waitedMs);
      return measureOrLocate(task, context);
    });
    assertUnchanged(model);
    return profile;
  } finally {
    copies.dispose();
    await model.close();
  }
}

function retriesAfter({ graphOptimization, arena }: ProfileRequest): RetryLadder {
  if (graphOptimization !== 'disabled') return {};
  return { without: arena === false ? 'arena' : 'fusions' };
}

/** A crash is reported with the node that it happens on. */
async function measureOrLocate(task: ProfileTask, context: JobContext): Promise<Profile> {
  try {
    return await measure(task, context);
  } catch (error) {
    if (!(error instanceof LayerwiseError)) throw error;
    const { model, inputs, limits } = task;
    const options = sessionOptions(task);
    throw await locateCrash(error, { path: model.path, graph: model.graph, feeds: inputs.feeds, options, limits });
  }
}

function sessionOptions({ request, threads }: ProfileTask): SessionOptions {
  const { graphOptimization, arena = true } = request;
  return { threads, graphOptimization, arena };
}

async function measure(task: ProfileTask, context: JobContext): Promise<Profile> {
  const { runs, oneThread, onnxruntime } = await timeKernels(task);
  const efficiency = oneThread && parallelEfficiency(runs, oneThread);
  const finish = (latency: LatencyStatistics): Profile => {
    const { kernels, kernelsMs, residualMs, floorMs } = scaleKernels(runs, latency, efficiency);
    const noted = withNotes(latency, castNotes(task.cast, kernels));
    return {
      latency: runs.gapsUs.length === 0 ? withNotes(noted, [WITHOUT_KERNELS]) : { ...noted, kernelsMs, residualMs },
      kernels,
      environment: { ...describeProfile(task, onnxruntime), provider: providerOfKernels(task.limits.provider, allKernels(kernels)) },
      floorMs,
      inputShapes: task.inputs.shapes,
      missedFusions: missedFusions(task.model.graph, task.model.analysis, kernels, task.request.graphOptimization),
    };
  };
  context.partial?.(finish(provisionalLatency(runs, task.threads)));
  return finish(await timeModel(task, runs.arenaBytes, soFar => context.partial?.(finish(soFar))));
}

function withNotes(latency: LatencyStatistics, notes: readonly string[]): LatencyStatistics {
  return notes.length === 0 ? latency : { ...latency, notes: [...latency.notes, ...notes] };
}

/** Of a model that runs through a copy: what was cast, and what the casts take, which is no layer's. */
function castNotes(cast: CastGraph | undefined, kernels: readonly Kernel[]): readonly string[] {
  if (cast === undefined) return [];
  const { medianMs } = kernelTimes(kernels.filter(({ name }) => name.startsWith(CAST_NAME)));
  return [castNote(cast.borders), `Its casts take ${formatDuration(medianMs)} of the latency and stand on no layer.`];
}

function describeProfile({ request, inputs, threads }: ProfileTask, onnxruntime: string): Environment {
  const { dims, kind, description } = inputs;
  const { rigor, graphOptimization, arena, conditions } = request;
  const { seed } = conditions;
  return describeEnvironment({
    onnxruntime,
    threads,
    dims,
    inputs: kind,
    inputDescription: description,
    seed,
    rigor,
    graphOptimization,
    ...(arena === false && { arena }),
  });
}

async function timeKernels(task: ProfileTask): Promise<{
  readonly runs: ProfiledRuns;
  /** The same with one thread, where several were asked for and the rigor allows the time. */
  readonly oneThread: ProfiledRuns | undefined;
  readonly onnxruntime: string;
}> {
  const { request, model, inputs, limits, steps, threads } = task;
  const runner = await RunnerProcess.start(limits);
  try {
    steps.begin('Time kernels');
    const { path, graph, analysis } = model;
    const macs = analysis.columns.find(({ id }) => id === 'macs')?.values;
    const rigor = rigorOf(request.rigor);
    const kernelTask = { runner, path, graph, copy: task.cast?.graph, feeds: inputs.feeds, options: sessionOptions(task), rigor, macs };
    const runs = await profileKernels(kernelTask);
    const isCompared = threads > 1 && rigor.threadEfficiency;
    const oneThread = isCompared ? await profileKernels({ ...kernelTask, options: { ...kernelTask.options, threads: 1 } }) : undefined;
    return { runs, oneThread, onnxruntime: runner.version };
  } finally {
    await runner.dispose();
  }
}

/** `onPartial`: gets what sessions say until the last one has said it. */
async function timeModel(task: ProfileTask, arenaBytes: number, onPartial: (soFar: LatencyStatistics) => void): Promise<LatencyStatistics> {
  const { request, threads, steps } = task;
  steps.begin('Time the model');
  const rigor = rigorOf(request.rigor);
  const coldLoadMs = rigor.coldLoad ? await timeColdLoad(task) : undefined;
  const watch = new MachineWatch();
  const sessions = await measureLatency({
    rigor,
    open: () => openSession(request.path, task.inputs.feeds, sessionOptions(task), task.limits),
    during: measure => watch.during(measure),
    onProgress: (done, detail) => steps.update(done, detail),
    onSession: soFar => {
      const partial = latencyStatistics({ sessions: soFar, threads, batch: task.inputs.batch, disturbances: [], coldLoadMs, arenaBytes });
      onPartial(withNotes(partial, [`Provisional, from ${soFar.length} of several sessions; the model is still being timed.`]));
    },
  });
  const disturbances = watch.disturbances(sessions, threads);
  const statistics = latencyStatistics({ sessions, threads, batch: task.inputs.batch, disturbances, coldLoadMs, arenaBytes });
  return withNotes(statistics, request.arena === false ? [WITHOUT_ARENA] : []);
}

/** Time to load from the disk, `undefined` where the system does not let us empty its cache, or did not do it. */
async function timeColdLoad(task: ProfileTask): Promise<number | undefined> {
  const { request, model, limits, steps } = task;
  steps.update(0, 'loading from the disk');
  const files = [request.path, ...dataFiles(model.graph)];
  const runner = await RunnerProcess.start(limits);
  try {
    if (!(await dropFromCache(files))) return undefined;
    const { loadMs, diskBytes } = await runner.createSession(request.path, sessionOptions(task));
    return diskBytes >= SURELY_COLD * (await totalBytes(files)) ? loadMs : undefined;
  } finally {
    await runner.dispose();
  }
}

/** Until the headline is there: the profiled runs, less what recording cost. */
function provisionalLatency({ runsUs, eventsPerRun, cost }: ProfiledRuns, threads: number): LatencyStatistics {
  const wallMs = runsUs.map(us => Math.max(us / 10, us - eventsPerRun * cost.totalUs) / 1000);
  const note = `Provisional, from ${wallMs.length} profiled runs; the whole model is still being timed.`;
  return { ...recordedLatency(wallMs, threads), notes: [note], doubts: [] };
}
