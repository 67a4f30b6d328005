import type { MissedFusion } from './missedFusion';
import type { GraphLevel, RigorName } from './jobRequest';

/**
 * Latency of a whole model, measured without profiling. Times in milliseconds; the interval is of the median, by order statistics for one session, with what
 * sessions differ by for several. What could not be measured is NaN.
 */
export interface LatencyStatistics {
  readonly medianMs: number;
  readonly lowMs: number;
  readonly highMs: number;
  readonly minMs: number;
  readonly p90Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** Samples per second, one run after the other. */
  readonly throughputPerSecond: number;
  readonly runs: number;
  readonly warmupRuns: number;
  /** Fresh sessions, and their standard deviation relative to the median. */
  readonly sessions: number;
  readonly sessionSpread: number;
  readonly confidence: number;
  /** Start of the process and of the runtime in it. */
  readonly processStartMs: number;
  /** Session creation with the file on the disk only, and with the file in the system's cache. */
  readonly coldLoadMs: number;
  readonly loadMs: number;
  readonly firstRunMs: number;
  /** From the second run until times were stable. */
  readonly warmupMs: number;
  /** CPU time of the process per run, median. */
  readonly cpuMs: number;
  /** Page faults per run, median. */
  readonly pageFaults: number;
  readonly peakRssBytes: number;
  /** Most memory that the runtime's arena held. */
  readonly arenaBytes: number;
  /** Sum of kernel times scaled to the headline, and what is left of the headline ("runtime overhead"). Absent before a profiled session. */
  readonly kernelsMs?: number;
  readonly residualMs?: number;
  readonly reliable: boolean;
  /** What to know about the time: doubts first, then how it came about. */
  readonly notes: readonly string[];
  /** Those of the notes that are reasons to doubt it; absent in what older versions stored. */
  readonly doubts?: readonly string[];
  /** Every timed run, in order, for the strip plot. */
  readonly samplesMs: Float64Array;
}

/** Under what something was measured; stands beside every measured number. */
export interface Environment {
  readonly layerwise: string;
  readonly onnxruntime: string;
  readonly node: string;
  readonly os: string;
  readonly cpu: string;
  readonly cores: number;
  readonly isa: readonly string[];
  readonly threads: number;
  readonly dims: Readonly<Record<string, number>>;
  readonly provider: string;
  /** ISO 8601. */
  readonly date: string;
  readonly inputs: 'data' | 'synthetic' | 'unknown';
  /** What each input was filled with, in words. */
  readonly inputDescription: readonly string[];
  readonly seed: number;
  readonly rigor: RigorName | 'unknown';
  readonly graphOptimization: GraphLevel | 'unknown';
  /** False without the runtime's memory arena; with it where nothing is said. */
  readonly arena?: boolean;
  /** Name of the file of a profile that onnxruntime wrote elsewhere: then texts that are not known are `unknown`, numbers NaN. */
  readonly imported?: string;
}

/** A kernel that ran, and the original nodes whose work it did. */
export interface Kernel {
  /** Position in execution order. */
  readonly id: number;
  readonly name: string;
  readonly op: string;
  readonly provider: string;
  /** Original nodes, of the main graph or of the body that it ran in, the anchor first; empty for a kernel that the runtime added. */
  readonly covers: readonly number[];
  /** The node that the kernel's time stands on; `undefined` when the runtime added the kernel and no node could be found. */
  readonly anchor: number | undefined;
  /** True for layout changes, casts and the like, which the runtime inserted. */
  readonly added: boolean;
  /** Median over profiled runs with its 95 % interval by order statistics of as many runs as they are worth, scaled so that kernels and residual sum to the headline. */
  readonly medianMs: number;
  readonly lowMs: number;
  readonly highMs: number;
  /** Output shape as run, empty when the runtime does not say. */
  readonly outputShape: readonly number[];
  /** Of If, Loop and Scan: how often one run executed each body, 0 for a branch that was not taken; absent where that could not be told. */
  readonly bodies?: readonly BodyExecutions[];
  /** What ran in its bodies; part of its time. */
  readonly inside?: readonly Kernel[];
  /** Its time less that of what ran in its bodies; absent without them. */
  readonly ownMs?: number;
  /** In a body: how often one run executed it, which its times are the sum of, and the attribute that holds the body, `''` where that could not be told. */
  readonly executions?: number;
  readonly body?: string;
  /** Absent when the runtime does not say. */
  readonly memory?: KernelMemory;
  /** Several threads only: part of the time that the thread which ran the kernel waited for the others, median. */
  readonly waitMs?: number;
  /** Time with one thread over threads × time with several, each the median of profiled runs; 1 is perfect. Measured from rigor normal on. */
  readonly parallelEfficiency?: number;
}

/** Bytes of one execution of a kernel, as the runtime counts them: activations read, weights read, results. */
export interface KernelMemory {
  readonly inputBytes: number;
  readonly weightBytes: number;
  readonly outputBytes: number;
}

/** How often a body ran, by the attribute that holds it: `then_branch`, `body`. */
export interface BodyExecutions {
  readonly attribute: string;
  readonly executions: number;
}

/** Result of a `profile` job. */
export interface Profile {
  readonly latency: LatencyStatistics;
  readonly kernels: readonly Kernel[];
  readonly environment: Environment;
  /** Below this a kernel's time is not told apart from the cost of timing it. */
  readonly floorMs: number;
  /** Shapes that the inputs were run with. */
  readonly inputShapes: Readonly<Record<string, readonly number[]>>;
  /** What could have run as one kernel and did not; absent in profiles of earlier versions. */
  readonly missedFusions?: readonly MissedFusion[];
}

/** Kernels with those that ran in their bodies, however deep, each after the one that holds it. */
export function allKernels(kernels: readonly Kernel[]): readonly Kernel[] {
  return kernels.flatMap(kernel => [kernel, ...allKernels(kernel.inside ?? [])]);
}

/** How often one run executed a body of the node `node`; `undefined` without a profile and where it could not be told. */
export function bodyExecutions(
  profile: Pick<Profile, 'kernels'> | undefined,
  { node, attribute }: { readonly node: number; readonly attribute: string },
): number | undefined {
  const kernels = allKernels(profile?.kernels ?? []).filter(({ anchor }) => anchor === node);
  return kernels.flatMap(({ bodies = [] }) => bodies).find(body => body.attribute === attribute)?.executions;
}
