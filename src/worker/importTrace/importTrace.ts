import fs from 'node:fs/promises';
import path from 'node:path';
import { version as layerwise } from '../../../package.json';
import { analyze } from '../../analysis/analyze';
import { missedFusions } from '../../analysis/fusions/missedFusions';
import { formatCount, formatShare } from '../../shared/base/formatNumber';
import { throwIfCancelled } from '../../onnx/throwIfCancelled';
import type { KernelTrace, TracedKernel } from '../../shared/protocol/workerRunner';
import type { ImportRequest } from '../../shared/report/jobRequest';
import type { Environment, LatencyStatistics, Profile } from '../../shared/report/latency';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { JobContext } from '../jobContext';
import { JobSteps } from '../jobSteps';
import { alignKernels, completeRuns } from '../kernels/alignKernels';
import { UNKNOWN } from '../kernels/mapKernels';
import { scaleKernels } from '../kernels/scaleKernels';
import { timedKernels } from '../kernels/timedKernels';
import { gapOf, topLevelEvents, type RunEvents } from '../kernels/topLevelEvents';
import { recordedLatency } from '../latencyStatistics';
import { openForJob } from '../openForJob';
import { runnerLimits } from '../runnerLimits';
import { optimizedGraphs } from './optimizedGraphs';
import { readTraceFile } from './readTraceFile';
import { matchTrace } from './matchTrace';
import { bestMapping, type ImportTask, type TraceMapping } from './traceMapping';

const STEPS = [
  { title: 'Read the trace', share: 1 },
  { title: 'Find its kernels in the model', share: 2 },
] as const;
/** Of a trace's kernels, that must be found in the model for it to be a trace of the model. */
const LEAST_FOUND = 0.5;
/** Not known of another machine, and so in the times. */
const NO_COST = { insideUs: 0, totalUs: 0, floorUs: 0 };

/**
 * A profile made of a trace that onnxruntime wrote elsewhere: its kernels are looked for in the graphs that the runtime here makes of the model at every level, and in
 * the model itself. Nothing is measured. Throws what opening says, `readTraceFile`, and `not-applicable` for the trace of another model.
 */
export async function importTrace(request: ImportRequest, context: JobContext): Promise<Profile> {
  const steps = new JobSteps(context, STEPS);
  steps.begin('Read the trace');
  const trace = await readTraceFile(request.trace);
  throwIfCancelled(context.signal);
  const model = await openForJob(request, request.conditions, context);
  try {
    steps.begin('Find its kernels in the model');
    const all = topLevelEvents(trace);
    const runs = completeRuns(all.length > 1 ? all.slice(1) : all);
    const kernels = (runs[0]?.kernels ?? []).flatMap(kernel => trace.kernels[kernel] ?? []);
    const limits = runnerLimits(request.path, request.conditions, context);
    const task = { request, model, kernels };
    const mapping = await bestMapping(task, optimizedGraphs(request.path, limits));
    const found = mapping.origins.filter(origin => origin !== UNKNOWN).length;
    if (found < LEAST_FOUND * kernels.length) throw otherModel(request, kernels.length, found);
    return await profileOf(task, trace, { all, runs, kernels }, mapping);
  } finally {
    await model.close();
  }
}

function otherModel({ trace: file, path: model }: ImportRequest, kernels: number, found: number): LayerwiseError {
  const counted = `of its ${formatCount(kernels)} kernels ${formatCount(found)} have names of this model's nodes`;
  return new LayerwiseError('not-applicable', `${file} is not a profile of ${path.basename(model)}: ${counted}.`, { file });
}

interface TracedRuns {
  readonly all: readonly RunEvents[];
  /** Alike, without the first. */
  readonly runs: readonly RunEvents[];
  readonly kernels: readonly TracedKernel[];
}

async function profileOf({ request, model }: ImportTask, trace: KernelTrace, traced: TracedRuns, mapping: TraceMapping): Promise<Profile> {
  const { runs, kernels } = traced;
  const wallMs = runs.map(({ runUs }) => runUs / 1000);
  const recorded = recordedLatency(wallMs, trace.threads);
  const latency = {
    ...recorded,
    arenaBytes: trace.arenaBytes || Number.NaN,
    warmupRuns: traced.all.length > 1 ? 1 : 0,
    notes: [...notes(request, trace, traced, mapping), ...recorded.notes],
  };
  const { graph: optimized, originOf } = mapping;
  const aligned = alignKernels(trace, runs, optimized, matchTrace);
  const timed = timedKernels({ trace, optimized, originOf, eventUs: NO_COST.totalUs }, aligned).map((kernel, at) => ({
    ...kernel,
    origin: mapping.origins[at] ?? UNKNOWN,
  }));
  const gapsUs = runs.map(gapOf);
  const runsUs = Float64Array.from(runs, ({ runUs }) => runUs);
  const { threads } = trace;
  const profiled = { threads, kernels: timed, runsUs, gapsUs, eventsPerRun: kernels.length, cost: NO_COST, arenaBytes: latency.arenaBytes };
  const { kernels: scaled, kernelsMs, residualMs, floorMs } = scaleKernels(profiled, latency);
  const environment = await environmentOf(request, trace, kernels, mapping);
  const sizes = { dims: new Map(Object.entries(mapping.dims)), inputShapes: new Map(Object.entries(mapping.inputShapes)) };
  return {
    latency: { ...latency, kernelsMs, residualMs },
    kernels: scaled,
    environment,
    floorMs,
    inputShapes: mapping.inputShapes,
    missedFusions: missedFusions(model.graph, analyze(model.graph, model.reader, sizes), scaled, mapping.level),
  };
}

function notes(
  { trace: file }: ImportRequest,
  trace: KernelTrace,
  { all, runs, kernels }: TracedRuns,
  mapping: TraceMapping,
): LatencyStatistics['notes'] {
  const unlike = all.length - runs.length - (all.length > 1 ? 1 : 0);
  const lost = mapping.origins.filter(origin => origin === UNKNOWN).length;
  return [
    `Imported from ${path.basename(file)}, recorded elsewhere: machine, inputs and runtime are not known, and times include what recording took.`,
    ...(trace.truncated ? ['The runtime stopped recording at its limit of events; later runs are missing.'] : []),
    ...(unlike > 0
      ? [`${formatCount(unlike)} of ${formatCount(all.length)} runs executed other kernels than the rest and are left out.`]
      : []),
    ...(lost > 0
      ? [
          `${formatCount(lost)} of ${formatCount(kernels.length)} kernels (${formatShare(lost / kernels.length)}) are not found in the model.`,
        ]
      : []),
  ];
}

async function environmentOf(
  { trace: file }: ImportRequest,
  { threads }: KernelTrace,
  kernels: readonly TracedKernel[],
  { level, dims }: TraceMapping,
): Promise<Environment> {
  const unknown = { onnxruntime: 'unknown', node: 'unknown', os: 'unknown', cpu: 'unknown', inputs: 'unknown', rigor: 'unknown' } as const;
  return {
    layerwise,
    ...unknown,
    cores: Number.NaN,
    isa: [],
    threads,
    dims,
    provider: mostFrequent(kernels.map(({ provider }) => provider)),
    date: dateInName(file) ?? (await fs.stat(file)).mtime.toISOString(),
    inputDescription: [],
    seed: Number.NaN,
    graphOptimization: level,
    imported: path.basename(file),
  };
}

/** The runtime appends the local time to the prefix of its profiles: `_2026-11-27_15-30-59`. */
function dateInName(file: string): string | undefined {
  const [, day, hours, minutes, seconds] = /_(\d{4}-\d\d-\d\d)_(\d\d)-(\d\d)-(\d\d)/.exec(path.basename(file)) ?? [];
  const date = new Date(`${day ?? ''}T${hours ?? ''}:${minutes ?? ''}:${seconds ?? ''}`);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

function mostFrequent(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 'unknown';
}
