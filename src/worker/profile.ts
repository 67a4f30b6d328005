import type { ProfileRequest } from '../shared/report/jobRequest';
import type { LatencyStatistics, Profile } from '../shared/report/latency';
import { LayerwiseError } from '../shared/report/layerwiseError';
import { checkRunnable, onlyNode, type RunnableModel } from './checkRunnable';
import { chooseThreads, describeEnvironment } from './environment';
import type { JobContext } from './jobContext';
import { JobSteps } from './jobSteps';
import { profileKernels } from './kernels/profileKernels';
import { scaleKernels, type ProfiledRuns } from './kernels/scaleKernels';
import { locateCrash } from './locateCrash';
import { whileNobodyMeasures } from './measurementLock';
import { latencyStatistics } from './latencyStatistics';
import { measureLatency } from './measureLatency';
import { nodeMacs } from './nodeMacs';
import { assertUnchanged, openForJob } from './openForJob';
import { rigorOf } from './rigor';
import { runInputs, type RunInputs } from './runInputs';
import { runnerLimits } from './runnerLimits';
import { RunnerProcess, type RunnerLimits } from './runnerProcess';

const STEPS = [
  { title: 'Load', share: 1 },
  { title: 'Time kernels', share: 3 },
  { title: 'Time the model', share: 4 },
] as const;

/** What both stages of a profile share. */
interface ProfileTask {
  readonly request: ProfileRequest;
  readonly model: RunnableModel & { readonly macs: Float64Array | undefined };
  readonly inputs: RunInputs;
  readonly threads: number;
  readonly limits: RunnerLimits;
  readonly steps: JobSteps;
}

/**
 * Measures a model: kernel times from a profiled session first, so that something can be shown, then the headline from an unprofiled session in a process of its
 * own, to which kernel times are scaled. Throws `LayerwiseError`: what opening, choosing dims, or running the model says.
 */
export async function profileModel(request: ProfileRequest, context: JobContext): Promise<Profile> {
  const steps = new JobSteps(context, STEPS);
  steps.begin('Load');
  const model = await openForJob(request, request.conditions);
  try {
    checkRunnable(model);
    const inputs = await runInputs(model.graph, request.path, request.conditions, context.log.bind(context));
    const macs = nodeMacs(model.graph, model.reader, inputs.shapes);
    const threads = chooseThreads(request.conditions.threads);
    const limits = runnerLimits(request.path, request.conditions, context.signal, onlyNode(model.graph));
    const { path, graph, problems } = model;
    const task = { request, model: { path, graph, problems, macs }, inputs, threads, limits, steps };
    const wait = ({ what }: { readonly what: string }): void => steps.update(0, `waiting for another measurement: ${what}`);
    const profile = await whileNobodyMeasures(`profile of ${request.path}`, context.signal, wait, () => measureOrLocate(task, context));
    assertUnchanged(model);
    return profile;
  } finally {
    await model.close();
  }
}

/** A crash is reported with the node that it happens on. */
async function measureOrLocate(task: ProfileTask, context: JobContext): Promise<Profile> {
  try {
    return await measure(task, context);
  } catch (error) {
    if (!(error instanceof LayerwiseError)) throw error;
    const { request, model, inputs, threads, limits } = task;
    const options = { threads, graphOptimization: request.graphOptimization };
    throw await locateCrash(error, { path: model.path, graph: model.graph, feeds: inputs.feeds, options, limits });
  }
}

async function measure(task: ProfileTask, context: JobContext): Promise<Profile> {
  const { runs, onnxruntime } = await timeKernels(task);
  const finish = (latency: LatencyStatistics): Profile => {
    const { kernels, kernelsMs, residualMs, floorMs } = scaleKernels(runs, latency);
    return {
      latency: { ...latency, kernelsMs, residualMs },
      kernels,
      environment: describeEnvironment({ onnxruntime, threads: task.threads, dims: task.inputs.dims, inputs: task.inputs.kind }),
      floorMs,
      inputShapes: task.inputs.shapes,
    };
  };
  context.partial?.(finish(provisionalLatency(runs, task.threads)));
  return finish(await timeModel(task));
}

async function timeKernels({ request, model, inputs, threads, limits, steps }: ProfileTask): Promise<{
  readonly runs: ProfiledRuns;
  readonly onnxruntime: string;
}> {
  const runner = await RunnerProcess.start(limits);
  try {
    steps.begin('Time kernels');
    const options = { threads, graphOptimization: request.graphOptimization };
    const { path, graph, macs } = model;
    const runs = await profileKernels({ runner, path, graph, feeds: inputs.feeds, options, rigor: rigorOf(request.rigor), macs });
    return { runs, onnxruntime: runner.version };
  } finally {
    await runner.dispose();
  }
}

async function timeModel({ request, inputs, threads, limits, steps }: ProfileTask): Promise<LatencyStatistics> {
  const runner = await RunnerProcess.start(limits);
  try {
    steps.begin('Time the model');
    const created = await runner.createSession(request.path, { threads, graphOptimization: request.graphOptimization });
    const feeds = await runner.storeFeeds(inputs.feeds);
    return await measureLatency({
      runner,
      target: { session: created.session, feeds },
      threads,
      loadMs: created.loadMs,
      rigor: rigorOf(request.rigor),
      onProgress: (done, detail) => steps.update(done, detail),
    });
  } finally {
    await runner.dispose();
  }
}

/** Until the headline is there: the profiled runs, less what recording cost. */
function provisionalLatency({ runsUs, eventsPerRun, cost }: ProfiledRuns, threads: number): LatencyStatistics {
  const wallMs = runsUs.map(us => Math.max(us / 10, us - eventsPerRun * cost.totalUs) / 1000);
  const unknown = { loadMs: Number.NaN, firstRunMs: Number.NaN, cpuMs: [Number.NaN], peakRssBytes: 0 };
  const statistics = latencyStatistics({ wallMs, threads, warmupRuns: 1, ...unknown });
  return {
    ...statistics,
    reliable: false,
    notes: [`Provisional, from ${wallMs.length} profiled runs; the whole model is still being timed.`],
  };
}
