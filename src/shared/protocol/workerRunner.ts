import type { Dtype } from '../graph/dtype';
import type { NamedTensors } from '../graph/denseTensor';
import type { GraphLevel } from '../report/jobRequest';
import type { KernelMemory } from '../report/latency';
import { defineRequest } from './message';

/** Number of a session or of stored feeds, given by the runner. */
export type SessionId = number;
export type FeedsId = number;

/** The parts of onnxruntime's session options that its Node binding reads. */
export interface SessionOptions {
  /** Threads inside an operator. */
  readonly threads: number;
  readonly graphOptimization: GraphLevel;
  /** Records kernel times; read them with `endProfiling`. */
  readonly profile?: boolean;
  /** Where the optimized model is written while the session is made. */
  readonly optimizedModelPath?: string;
  /** Where nodes run that it has kernels for, as the runtime calls it: `cuda`, `coreml`; the others run on the CPU. `cpu` when absent. */
  readonly provider?: string;
  /** Folder that the model's external data are named from, when it is not that of the model file. */
  readonly dataFolder?: string;
  /** Independent nodes in parallel, on so many threads of their own; one after the other when absent. */
  readonly executionMode?: 'sequential' | 'parallel';
  readonly interOpThreads?: number;
  /** Whether memory comes from an arena; true when absent. */
  readonly arena?: boolean;
  /** Whether the memory of a run is planned from that of the first one, which pays from the third run on; true when absent. */
  readonly memoryPattern?: boolean;
  /** Configuration entries such as `session.intra_op.allow_spinning`. */
  readonly configuration?: Readonly<Record<string, string>>;
}

/** An input or output as the runtime sees it. */
export interface SessionValue {
  readonly name: string;
  /** `undefined` for what is not a tensor. */
  readonly dtype: Dtype | undefined;
  /** A name, possibly empty, stands for a symbolic dim. */
  readonly shape: readonly (number | string)[];
}

export interface CreatedSession {
  readonly session: SessionId;
  readonly loadMs: number;
  /** Bytes that came from the disk while the session was made; 0 when the file was in the cache, or where the system does not say. */
  readonly diskBytes: number;
  readonly inputs: readonly SessionValue[];
  readonly outputs: readonly SessionValue[];
}

/** Runs in order. What is counted is counted over all threads of the process. */
export interface RunTimes {
  readonly wallMs: Float64Array;
  readonly cpuMs: Float64Array;
  /** How often the system took the processor away from a thread; 0 where it does not say. */
  readonly preemptions: Uint32Array;
  /** Pages that had to be mapped or read. */
  readonly pageFaults: Uint32Array;
}

/** How long one burst of runs goes on: until either limit is reached, but at least one run (or block). */
export interface BurstLimit {
  readonly maxRuns: number;
  readonly maxMs: number;
}

/**
 * Kernel events of a profiled session. Columns over events in the order in which they were written, that is by end time; the body of a
 * Loop or If comes before the event of the node that holds it. Times in microseconds, as the runtime records them.
 */
export interface KernelTrace {
  /** Distinct kernels that the events refer to. */
  readonly kernels: readonly TracedKernel[];
  readonly kernel: Int32Array;
  readonly startUs: Float64Array;
  readonly durationUs: Float64Array;
  /** How long the thread that ran the kernel waited for the others, 0 with one thread. */
  readonly waitUs: Float64Array;
  /** Start and duration of each whole run. */
  readonly runStartUs: Float64Array;
  readonly runDurationUs: Float64Array;
  /** Most memory that the arena held, 0 when the runtime does not say. */
  readonly arenaBytes: number;
  /** Threads inside an operator, NaN when the runtime does not say. */
  readonly threads: number;
  /** The runtime stops recording at its limit of events; runs after that are incomplete. */
  readonly truncated: boolean;
}

export interface TracedKernel {
  /** Node name in the optimized graph; `<op>_<index>` for a node without one. */
  readonly name: string;
  readonly op: string;
  readonly provider: string;
  /** Index of the node in its graph; body nodes count on their own. */
  readonly nodeIndex: number;
  readonly outputShapes: readonly (readonly number[])[];
  /** What its first execution read, held in weights and made; `undefined` when the runtime does not say. */
  readonly memory: KernelMemory | undefined;
}

// Worker → runner. The runner answers one request after the other; while a run is under way nothing is answered.
export const createSession = defineRequest<{ readonly path: string; readonly options: SessionOptions }, CreatedSession>('runner/create');
export const releaseSession = defineRequest<{ readonly session: SessionId }, void>('runner/release');
/** Keeps feeds in the runner, so that timed runs need not send them. */
export const storeFeeds = defineRequest<{ readonly feeds: NamedTensors }, FeedsId>('runner/storeFeeds');
export const releaseFeeds = defineRequest<{ readonly feeds: FeedsId }, void>('runner/releaseFeeds');
/** One run; `fetches`: names of the outputs to compute and return, all when absent. */
export const runOnce = defineRequest<
  { readonly session: SessionId; readonly feeds: FeedsId | NamedTensors; readonly fetches?: readonly string[] },
  { readonly outputs: NamedTensors; readonly wallMs: number; readonly cpuMs: number }
>('runner/run');
/** A burst of timed runs of one session. */
export const timeRuns = defineRequest<
  { readonly session: SessionId; readonly feeds: FeedsId; readonly limit: BurstLimit; readonly firstRun: boolean },
  RunTimes
>('runner/timeRuns');
/** Interleaved runs of two sessions in ABBA order: four entries per block, in the order A, B, B, A. */
export const timeBlocks = defineRequest<
  {
    readonly a: { readonly session: SessionId; readonly feeds: FeedsId };
    readonly b: { readonly session: SessionId; readonly feeds: FeedsId };
    /** `maxRuns` counts blocks. */
    readonly limit: BurstLimit;
  },
  RunTimes
>('runner/timeBlocks');
/** Ends profiling of a session that was made with `profile` and returns what it recorded; runs before the last `lastRuns` are left out. */
export const endProfiling = defineRequest<{ readonly session: SessionId; readonly lastRuns: number }, KernelTrace>('runner/endProfiling');
export const describeRuntime = defineRequest<Record<string, never>, { readonly version: string; readonly providers: readonly string[] }>(
  'runner/describe',
);

/** What the runner is doing, as the watchdog reports it (position = code in the shared cell). */
export const RUNNER_PHASES = ['idle', 'create', 'first run', 'run', 'profile'] as const;
export type RunnerPhase = (typeof RUNNER_PHASES)[number];

/** One JSON line of the watchdog, every 200 ms and at every start of a phase. */
export interface WatchdogLine {
  readonly phase: RunnerPhase;
  readonly rssBytes: number;
  readonly peakRssBytes: number;
}

/** File descriptor of the runner that the watchdog writes to; the IPC channel comes after it. */
export const WATCHDOG_FD = 3;
