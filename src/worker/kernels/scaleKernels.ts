import type { BodyExecutions, Kernel, LatencyStatistics } from '../../shared/report/latency';
import { median, medianInterval } from '../statistics/median';
import type { EventCost } from './eventCost';
import type { KernelOrigin } from './mapKernels';
import type { TracedKernel } from '../../shared/protocol/workerRunner';

/** A kernel with its recorded durations and what it stands for. */
export interface TimedKernel {
  readonly kernel: TracedKernel;
  readonly origin: KernelOrigin;
  readonly durationsUs: readonly number[];
  readonly waitsUs: readonly number[];
  /** Of If, Loop and Scan, where it could be told. */
  readonly bodies?: readonly BodyExecutions[] | undefined;
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
 * run is as long as an unprofiled one. Kernels and residual (the runtime's own work between kernels) then sum to the headline. `efficiency`: of each kernel
 * with several threads.
 */
export function scaleKernels(
  runs: ProfiledRuns,
  headline: Pick<LatencyStatistics, 'medianMs'>,
  efficiency: readonly (number | undefined)[] = [],
): ScaledKernels {
  const { cost, eventsPerRun, gapsUs } = runs;
  const net = (us: number): number => Math.max(0, us - cost.insideUs);
  const intervals = runs.kernels.map(({ durationsUs }) => medianInterval(durationsUs));
  const sumUs = intervals.reduce((sum, interval) => sum + net(interval.median), 0);
  const gapUs = Math.max(0, median(gapsUs) - eventsPerRun * (cost.totalUs - cost.insideUs));
  // Not the median of whole runs: what disturbs some kernel in every run, each time another one, would all count as residual.
  // Nothing is left of kernels that are no longer than recording them takes; all of the headline is residual then.
  const scale = sumUs + gapUs > 0 ? headline.medianMs / (sumUs + gapUs) : 0;
  const kernels = runs.kernels.map(({ kernel, origin, waitsUs, bodies }, id): Kernel => {
    const { median: middle, low, high } = intervals[id]!;
    return {
      id,
      name: kernel.name,
      op: kernel.op,
      provider: kernel.provider,
      ...origin,
      medianMs: scale * net(middle),
      lowMs: scale * net(low),
      highMs: scale * net(high),
      outputShape: kernel.outputShapes[0] ?? [],
      ...(kernel.memory && { memory: kernel.memory }),
      ...(runs.threads > 1 && { waitMs: scale * Math.min(net(middle), median(waitsUs)) }),
      ...(efficiency[id] !== undefined && { parallelEfficiency: efficiency[id] }),
      ...(bodies && { bodies }),
    };
  });
  const kernelsMs = scale * sumUs;
  return { kernels, kernelsMs, residualMs: headline.medianMs - kernelsMs, floorMs: cost.floorUs / 1000 };
}
