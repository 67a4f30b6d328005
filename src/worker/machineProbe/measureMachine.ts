import { control } from '../../shared/base/control';
import os from 'node:os';
import { version as layerwise } from '../../../package.json';
import { formatBytes } from '../../shared/base/formatNumber';
import type { MachineReport, MachineRoofs, SaturationProbe } from '../../shared/report/machine';
import { chooseThreads } from '../environment';
import type { JobContext } from '../jobContext';
import { JobSteps } from '../jobSteps';
import { describeMachine, systemVariable } from '../machine';
import { lockWaiter } from '../lockWaiter';
import { whileNobodyMeasures } from '../measurementLock';
import { Deadline } from '../deadline';
import { RunnerProcess, type RunnerLimits } from '../runnerProcess';
import { MachineCache } from './machineCache';
import { measureRoofs } from './measureRoofs';
import { measureSaturation } from './measureSaturation';
import { probeProviders } from './probeProviders';
import { readSystemFile, systemFacts, type SystemFacts } from './systemFacts';

export interface MachineRequest {
  /** `undefined`: one per physical core. */
  readonly threads: number | undefined;
  /** Measures again although there is an answer from before. */
  readonly again: boolean;
  readonly deadlineMs?: number;
}

/** A quarter of what is streamed over at most. */
const LARGEST_TRUSTED_CACHE = 2 ** 26;
const LEAST_SCALING = 0.7;
const MOST_TRIES = 3;
/** Usual speed of matrix products over the fastest seen. */
const LEAST_STEADINESS = 0.8;

const STEPS = [
  { title: 'Measure the roofs', share: 3 },
  { title: 'Start providers', share: 2 },
] as const;

/** What this machine is and what operators reach on it, from the cache when it was measured before with this runtime and these threads. */
export async function machineReport(
  request: MachineRequest,
  context: JobContext,
  cache = new MachineCache(),
): Promise<{ readonly report: MachineReport; readonly cached: boolean }> {
  const threads = chooseThreads(request.threads);
  const limits = machineLimits(request, context.signal);
  const runner = await RunnerProcess.start(limits);
  try {
    const known = request.again ? undefined : cache.read(threads, runner.version);
    if (known !== undefined) return { report: known, cached: true };
    const report = await measure(runner, threads, limits, context);
    cache.write(threads, report);
    return { report, cached: false };
  } finally {
    await runner.dispose();
  }
}

function machineLimits({ deadlineMs }: MachineRequest, signal: AbortSignal): RunnerLimits {
  return { signal, file: 'the probe of the machine', ...(deadlineMs !== undefined && { deadline: new Deadline(deadlineMs) }) };
}

async function measure(runner: RunnerProcess, threads: number, limits: RunnerLimits, context: JobContext): Promise<MachineReport> {
  const steps = new JobSteps(context, STEPS);
  steps.begin('Measure the roofs');
  const { roofs, saturation, tookMs } = await whileNobodyMeasures(
    'the roofs of the machine',
    lockWaiter(context, steps),
    async waitedMs => {
      limits.deadline?.extend(waitedMs);
      const start = performance.now();
      const measured: MachineRoofs[] = [];
      for (const count of new Set([1, threads])) measured.push(await notBelow(measured[0], () => measureRoofs(runner, count)));
      return { saturation: await measureSaturation(runner), roofs: measured, tookMs: performance.now() - start };
    },
  );
  steps.begin('Start providers');
  const providers = await probeProviders(runner.providers, limits);
  const facts = systemFacts(process.platform, readSystemFile, systemVariable);
  const { caches, isVirtual, governor, powerSource } = facts;
  return {
    ...{ layerwise, onnxruntime: runner.version, node: process.version, ...describeMachine(), logicalCores: os.cpus().length },
    ...{ caches, memoryBytes: os.totalmem(), isVirtual, governor, powerSource, providers, saturation, roofs, tookMs },
    measuredAt: new Date().toISOString(),
    notes: machineNotes(facts, saturation, roofs),
  };
}

/** More threads cannot lower a roof: where they seem to, other programs had the processors, and it is measured again. */
export async function notBelow(floor: MachineRoofs | undefined, measure: () => Promise<MachineRoofs>): Promise<MachineRoofs> {
  let best = await measure();
  for (let tries = 1; tries < MOST_TRIES && floor !== undefined && isBelow(best, floor); tries++) {
    const next = await measure();
    if (isBelow(best, next)) best = next;
  }
  return best;
}

function isBelow(roofs: MachineRoofs, floor: MachineRoofs): boolean {
  return roofs.float32FlopPerSecond < floor.float32FlopPerSecond || roofs.memoryBytesPerSecond < floor.memoryBytesPerSecond;
}

/** What to keep in mind about the numbers, one sentence each. */
export function machineNotes(facts: SystemFacts, saturation: SaturationProbe, roofs: readonly MachineRoofs[]): readonly string[] {
  const largest = Math.max(0, ...facts.caches.map(({ bytes }) => bytes));
  const [one, many] = roofs;
  const scaling = one === undefined || many === undefined ? undefined : many.float32FlopPerSecond / one.float32FlopPerSecond;
  return [
    ...(facts.isVirtual === true
      ? ['This is a virtual machine: others share its processor, so times vary more than on a machine of your own.']
      : []),
    ...facts.slowedBy.map(what => `The processor is slowed down by ${what}.`),
    ...(facts.powerSource === 'battery' ? ['The machine runs on battery, which often lowers the clock.'] : []),
    ...(roofs.some(({ efficiency }) => (efficiency.matrix ?? 0) < LEAST_STEADINESS)
      ? [
          `Times varied while measuring, so other programs are busy; ${control('--refresh', 'measuring again')} on a quiet machine gives better numbers.`,
        ]
      : []),
    ...(saturation.saturates
      ? [
          'Eight-bit products saturate in 16 bits here: INT8 models can give other results than on processors with VNNI. Passes that reduce the range avoid that.',
        ]
      : []),
    ...(largest > LARGEST_TRUSTED_CACHE
      ? [`The system reports ${formatBytes(largest)} of cache, more than was streamed over: the memory roof may be that of the cache.`]
      : []),
    ...(scaling !== undefined && many !== undefined && scaling < LEAST_SCALING * many.threads
      ? [`${String(many.threads)} threads reach ${scaling.toFixed(1)}× the matrix products of one: the cores are shared, or busy.`]
      : []),
  ];
}
