import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { KernelTrace } from '../../shared/protocol/workerRunner';
import { KERNEL_CLASSES, type KernelClass, type MachineRoofs } from '../../shared/report/machine';
import { measureEventCost, type EventCost } from '../kernels/eventCost';
import type { RunnerProcess } from '../runnerProcess';
import { median } from '../../shared/base/quantile';
import { PROBE_INPUT, probeModel, STATION_PREFIX } from './probeModel';
import { memoryStation, STATIONS, type Station, type StationId } from './probeStations';

/** Warm-up apart. */
const RUNS = 12;
const RUNS_MS = 300;
const MEMORY_RUNS = 4;
const MEMORY_MS = 200;
const WARMUP_RUNS = 2;
/** The first runs get their memory from the system, which may take long; a warm-up that is cut short would make that a roof. */
const WARMUP_MS = 2000;
/** Half read, half written. */
const LARGEST_STREAM_BYTES = 2 ** 27;
/** Of the machine's memory. */
const STREAM_SHARE = 1 / 16;

/** Times per station, in seconds: the fastest run, which a roof is made of, and the median, which is what to expect. */
interface StationTime {
  readonly fastest: number;
  readonly usual: number;
}

/**
 * What operators reach on this machine, measured through the runtime: peak by matrix products, bandwidth by streaming (Williams et al. 2009, "Roofline"), and
 * what other classes of kernels reach of these. Takes about half a second.
 */
export async function measureRoofs(runner: RunnerProcess, threads: number): Promise<MachineRoofs> {
  const cost = await measureEventCost(runner, threads);
  const times = await timeStations(runner, threads, STATIONS, cost, { runs: RUNS, ms: RUNS_MS });
  const bytes = streamBytes();
  const memory = await timeStations(runner, threads, [memoryStation(bytes)], cost, { runs: MEMORY_RUNS, ms: MEMORY_MS });
  const rate = (id: StationId, of: keyof StationTime): number => workOf(id) / (times.get(id)?.[of] ?? Number.NaN);
  const memoryBytesPerSecond = bytes / (memory.get('memory')?.fastest ?? Number.NaN);
  const float32FlopPerSecond = rate('matrix', 'fastest');
  const caches = [
    { workingSetBytes: workOf('smallStream') / 2, bytesPerSecond: Math.max(memoryBytesPerSecond, rate('smallStream', 'fastest')) },
    { workingSetBytes: workOf('middleStream') / 2, bytesPerSecond: Math.max(memoryBytesPerSecond, rate('middleStream', 'fastest')) },
  ];
  const roofOf = (kernelClass: KernelClass): number => {
    if (KERNEL_CLASSES[kernelClass] !== 'byte') return float32FlopPerSecond;
    return kernelClass === 'vector' ? memoryBytesPerSecond : (caches[0]?.bytesPerSecond ?? Number.NaN);
  };
  const classes = Object.keys(KERNEL_CLASSES) as KernelClass[];
  const shares = classes.map(id => [id, rate(id, 'usual') / roofOf(id)] as const);
  const efficiency = Object.fromEntries(shares.filter(([, share]) => Number.isFinite(share)));
  const kernelMs = Math.max(0, cost.floorUs - cost.insideUs) / 1000;
  return { threads, float32FlopPerSecond, int8FlopPerSecond: rate('int8', 'fastest'), memoryBytesPerSecond, caches, kernelMs, efficiency };
}

/** Half read, half written: beyond most caches, within most memories. */
function streamBytes(): number {
  const most = Math.min(LARGEST_STREAM_BYTES, os.totalmem() * STREAM_SHARE);
  return 2 ** Math.floor(Math.log2(most));
}

function workOf(id: StationId): number {
  return STATIONS.find(station => station.id === id)?.work ?? Number.NaN;
}

/** Times from the profiler's events, less what recording one costs. */
async function timeStations(
  runner: RunnerProcess,
  threads: number,
  stations: readonly Station[],
  cost: EventCost,
  limit: { readonly runs: number; readonly ms: number },
): Promise<ReadonlyMap<StationId, StationTime>> {
  const file = path.join(runner.folder, 'probe.onnx');
  await fs.writeFile(file, probeModel(stations));
  const { session } = await runner.createSession(file, { threads, graphOptimization: 'all', profile: true });
  const feeds = await runner.storeFeeds(new Map([[PROBE_INPUT, { dtype: 'float32', dims: [1], data: Float32Array.of(1) }]]));
  await runner.timeRuns({ session, feeds }, { maxRuns: WARMUP_RUNS, maxMs: WARMUP_MS });
  const { wallMs } = await runner.timeRuns({ session, feeds }, { maxRuns: limit.runs, maxMs: limit.ms });
  const trace = await runner.endProfiling(session, wallMs.length);
  await runner.releaseSession(session);
  await runner.releaseFeeds(feeds);
  return new Map(stations.map(station => [station.id, stationTime(trace, station, cost)]));
}

function stationTime({ kernels, kernel, durationUs }: KernelTrace, { id, op }: Station, cost: EventCost): StationTime {
  const mine = new Set(kernels.flatMap(({ name, op: ran }, index) => (isKernelOf(name, ran, id, op) ? [index] : [])));
  // The profiler counts whole microseconds.
  const seconds = Array.from(durationUs)
    .filter((_, event) => mine.has(kernel[event] ?? -1))
    .map(us => Math.max(1, us - cost.insideUs) / 1e6);
  return { fastest: Math.min(...seconds), usual: median(seconds) };
}

/** Convolutions in the runtime's own layout are called after the tensor, with a suffix. */
function isKernelOf(name: string, ran: string, id: StationId, op: string): boolean {
  const own = `${STATION_PREFIX}${id}`;
  return ran === op && (name === own || name.startsWith(`${own}_`));
}
