import path from 'node:path';
import { openModel } from '../../onnx/openModel';
import type { Graph, NodeId } from '../../shared/graph/graph';
import type { NamedTensors } from '../../shared/graph/denseTensor';
import type { KernelTrace, SessionOptions } from '../../shared/protocol/workerRunner';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { mapThroughCopy } from '../castCopy/mapThroughCopy';
import type { Rigor } from '../rigor';
import type { RunnerProcess } from '../runnerProcess';
import { alignKernels, completeRuns } from './alignKernels';
import { measureEventCost, type EventCost } from './eventCost';
import { UNKNOWN, type KernelOrigin } from './mapKernels';
import { recordableRuns } from './recordableRuns';
import type { ProfiledRuns, TimedKernel } from './scaleKernels';
import { timedKernels } from './timedKernels';
import { gapOf, topLevelEvents, type RunEvents } from './topLevelEvents';

/** Weights of the optimized graph go into a file beside it: the runtime writes no model file above 2 GB. */
export const externalOptimized = {
  'session.optimized_model_external_initializers_file_name': 'optimized.data',
  'session.optimized_model_external_initializers_min_size_in_bytes': '1024',
};
const US_PER_MS = 1000;

export interface KernelTask {
  readonly runner: RunnerProcess;
  readonly path: string;
  readonly graph: Graph;
  readonly feeds: NamedTensors;
  readonly options: SessionOptions;
  readonly rigor: Rigor;
  /** Multiply-accumulates per node of `graph`, NaN where unknown, for choosing anchors. */
  readonly macs: Float64Array | undefined;
  /** What is loaded instead, when it is another graph. */
  readonly copy?: Graph | undefined;
}

/**
 * Runs the model in a profiled session and maps what ran to nodes of the model. The optimized graph is written by the very session that is profiled: the names of
 * what the runtime adds differ from one session to the next.
 */
export async function profileKernels(task: KernelTask): Promise<ProfiledRuns> {
  const { runner, rigor } = task;
  const cost = await measureEventCost(runner, task.options.threads);
  const events = await eventsOfRun(task);
  const { session, optimizedPath } = await createProfiled(task);
  const feeds = await runner.storeFeeds(task.feeds);
  const warm = await runner.timeRuns({ session, feeds }, { maxRuns: 1, maxMs: 0 }, true);
  const runMs = warm.wallMs[0] ?? 0;
  const maxRuns = recordableRuns(events, runMs, rigor);
  const limit = { maxRuns, maxMs: 2 * rigor.profileMs + rigor.fewestProfiledRuns * runMs };
  const timed = maxRuns === 0 ? warm : await runner.timeRuns({ session, feeds }, limit);
  const trace = await runner.endProfiling(session, timed.wallMs.length);
  await runner.releaseSession(session);
  await runner.releaseFeeds(feeds);
  const runs = completeRuns(topLevelEvents(trace));
  const kernels = await mapTrace({ trace, runs, cost }, task, optimizedPath);
  const gapsUs = runs.map(gapOf);
  const eventsPerRun = trace.kernel.length / Math.max(1, trace.runStartUs.length);
  const { threads } = task.options;
  // A run that was not recorded to its end has no event of its own.
  const runsUs = trace.runDurationUs.length > 0 ? trace.runDurationUs : Float64Array.from(timed.wallMs, ms => ms * US_PER_MS);
  return { threads, kernels, runsUs, gapsUs, eventsPerRun, cost, arenaBytes: trace.arenaBytes || Number.NaN };
}

/** Events of one run: a node is one, but bodies and functions run as often as they like, which only a run tells. More than the limit when it was reached. */
async function eventsOfRun({ runner, path: model, graph, feeds, options }: KernelTask): Promise<number> {
  if (graph.subgraphs.length === 1) return graph.nodes.count;
  const { session } = await runner.createSession(model, { ...options, profile: true });
  const stored = await runner.storeFeeds(feeds);
  await runner.timeRuns({ session, feeds: stored }, { maxRuns: 1, maxMs: 0 }, true);
  const { kernel, truncated } = await runner.endProfiling(session, 1);
  await runner.releaseSession(session);
  await runner.releaseFeeds(stored);
  return truncated ? Infinity : kernel.length;
}

/** Runs that are all alike, as recorded, and what recording cost. */
interface RecordedRuns {
  readonly trace: KernelTrace;
  readonly runs: readonly RunEvents[];
  readonly cost: EventCost;
}

/** Attributes of the optimized graph are read while it is mapped, so it stays open that long. */
async function mapTrace(
  { trace, runs, cost }: RecordedRuns,
  { graph, macs, copy }: KernelTask,
  optimizedPath: string | undefined,
): Promise<readonly TimedKernel[]> {
  const optimized = optimizedPath === undefined ? undefined : await openModel(optimizedPath);
  try {
    const ran = optimized?.graph ?? copy ?? graph;
    const origins = mapThroughCopy({ graph, copy, macs }, ran);
    const originOf = (node: NodeId): KernelOrigin => origins[node] ?? UNKNOWN;
    return timedKernels({ trace, optimized: ran, originOf, eventUs: cost.totalUs }, alignKernels(trace, runs, ran));
  } finally {
    await optimized?.close();
  }
}

/** Without the optimized graph where the runtime cannot write it (it is limited to 2 GB); then only nodes that kept their names are mapped. */
async function createProfiled({
  runner,
  path: model,
  options,
}: KernelTask): Promise<{ readonly session: number; readonly optimizedPath: string | undefined }> {
  const optimizedPath = path.join(runner.folder, 'optimized.onnx');
  try {
    const written = { optimizedModelPath: optimizedPath, configuration: externalOptimized };
    const { session } = await runner.createSession(model, { ...options, profile: true, ...written });
    return { session, optimizedPath };
  } catch (error) {
    if (!(error instanceof LayerwiseError) || error.reason !== 'runtime-error') throw error;
    const { session } = await runner.createSession(model, { ...options, profile: true });
    return { session, optimizedPath: undefined };
  }
}
