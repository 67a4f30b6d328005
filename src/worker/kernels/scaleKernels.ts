import type { BodyExecutions, Kernel, LatencyStatistics } from '../../shared/report/latency';
import { median } from '../../shared/base/quantile';
import { medianOfRuns } from '../statistics/medianOfRuns';
import type { EventCost } from './eventCost';
import type { KernelOrigin } from './mapKernels';
import type { TracedKernel } from '../../shared/protocol/workerRunner';

/** A kernel with its recorded durations and what it stands for. */
export interface TimedKernel {
  readonly kernel: TracedKernel;
  readonly origin: KernelOrigin;
  /** By run, less what recording the kernels in its bodies took. */
  readonly durationsUs: readonly number[];
  readonly waitsUs: readonly number[];
  /** Of If, Loop and Scan, where it could be told. */
  readonly bodies?: readonly BodyExecutions[] | undefined;
  /** What ran in its bodies. */
  readonly inside?: readonly BodyKernelTimes[];
}

/** A kernel of a body: durations are summed over all executions in a run. */
export interface BodyKernelTimes extends TimedKernel {
  /** Attribute that holds the body, `''` where it cannot be told. */
  readonly body: string;
  /** By run. */
  readonly executions: readonly number[];
}

/** Profiled runs of a model. */
export interface ProfiledRuns {
  readonly threads: number;
  readonly kernels: readonly TimedKernel[];
  /** Whole runs, as recorded. */
  readonly runsUs: Float64Array;
  /** What is left of each complete run when its kernels are taken off. */
  readonly gapsUs: readonly number[];
  /** Events of one run, those inside of bodies included. */
  readonly eventsPerRun: number;
  readonly cost: EventCost;
  /** Most memory that the arena held, NaN when the runtime does not say. */
  readonly arenaBytes: number;
}

export interface ScaledKernels {
  readonly kernels: readonly Kernel[];
  readonly kernelsMs: number;
  readonly residualMs: number;
  readonly floorMs: number;
}

/**
 * Kernel times in the unit of the headline. What recording costs is taken off every kernel and off the gaps between them; the rest is scaled so that a profiled
 * run is as long as an unprofiled one. Kernels and residual (the runtime's own work between kernels) then sum to the headline; in the same way what ran in the
 * bodies of a kernel, and the rest, sum to that kernel. `efficiency`: of each kernel with several threads.
 */
export function scaleKernels(
  runs: ProfiledRuns,
  headline: Pick<LatencyStatistics, 'medianMs'>,
  efficiency: readonly (number | undefined)[] = [],
): ScaledKernels {
  const { cost, gapsUs } = runs;
  const netUs = runs.kernels.map(kernel => netDurations(kernel, cost));
  const sumUs = sumOf(netUs.map(median));
  const gapUs = Math.max(0, median(gapsUs) - runs.kernels.length * (cost.totalUs - cost.insideUs));
  // Not the median of whole runs: what disturbs some kernel in every run, each time another one, would all count as residual.
  // Nothing is left of kernels that are no longer than recording them takes; all of the headline is residual then.
  const scale = sumUs + gapUs > 0 ? headline.medianMs / (sumUs + gapUs) : 0;
  const kernels = runs.kernels.map((kernel, id): Kernel => {
    const scaled = scaleKernel(runs, kernel, id, scale);
    return efficiency[id] === undefined ? scaled : { ...scaled, parallelEfficiency: efficiency[id] };
  });
  const kernelsMs = scale * sumUs;
  // Without gaps what rounding leaves may be below 0.
  return { kernels, kernelsMs, residualMs: Math.max(0, headline.medianMs - kernelsMs), floorMs: cost.floorUs / 1000 };
}

function scaleKernel(runs: ProfiledRuns, timed: TimedKernel, id: number, scale: number): Kernel {
  const { kernel, origin, waitsUs, bodies, inside = [] } = timed;
  const netUs = netDurations(timed, runs.cost);
  const { median: middle, low, high } = medianOfRuns(netUs);
  const medianMs = scale * middle;
  return {
    id,
    name: kernel.name,
    op: kernel.op,
    provider: kernel.provider,
    ...origin,
    medianMs,
    lowMs: scale * low,
    highMs: scale * high,
    outputShape: kernel.outputShapes[0] ?? [],
    ...(kernel.memory && { memory: kernel.memory }),
    ...(runs.threads > 1 && { waitMs: scale * Math.min(middle, median(waitsUs)) }),
    ...(bodies && { bodies }),
    ...(inside.length > 0 && scaleInside(runs, inside, netUs, medianMs)),
  };
}

/** Splits the time of a kernel over what ran in its bodies. `outerUs`: its durations by run. */
function scaleInside(
  runs: ProfiledRuns,
  inside: readonly BodyKernelTimes[],
  outerUs: readonly number[],
  outerMs: number,
): Required<Pick<Kernel, 'inside' | 'ownMs'>> {
  const innerUs = inside.map(kernel => netDurations(kernel, runs.cost));
  const ownUs = median(outerUs.map((us, run) => Math.max(0, us - sumOf(innerUs.map(durations => durations[run] ?? 0)))));
  const totalUs = sumOf(innerUs.map(median)) + ownUs;
  const scale = totalUs > 0 ? outerMs / totalUs : 0;
  const kernels = inside.map((kernel, id): Kernel => {
    const { body, executions } = kernel;
    return { ...scaleKernel(runs, kernel, id, scale), body, executions: executions[0] ?? 0 };
  });
  return { inside: kernels, ownMs: totalUs > 0 ? scale * ownUs : outerMs };
}

/** Durations by run, in microseconds, less what recording took. */
function netDurations({ durationsUs, executions }: TimedKernel & Partial<BodyKernelTimes>, { insideUs }: EventCost): readonly number[] {
  return durationsUs.map((us, run) => Math.max(0, us - (executions?.[run] ?? 1) * insideUs));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
