import { analyze } from '../../analysis/analyze';
import { placeKernel } from '../../analysis/roofline/placeKernel';
import { openModel } from '../../onnx/openModel';
import type { Speedup } from '../../shared/report/comparison';
import type { RigorName } from '../../shared/report/jobRequest';
import type { Kernel, LatencyStatistics } from '../../shared/report/latency';
import type { TimedForm } from '../../shared/report/layerTiming';
import type { MachineRoofs } from '../../shared/report/machine';
import { compareLatency } from '../compareLatency';
import { profileKernels } from '../kernels/profileKernels';
import { scaleKernels } from '../kernels/scaleKernels';
import { latencyStatistics } from '../latencyStatistics';
import { MachineWatch } from '../machineWatch';
import { measureLatency } from '../measureLatency';
import { openSession } from '../openSession';
import { rigorOf } from '../rigor';
import { RunnerProcess, type RunnerLimits } from '../runnerProcess';
import type { FormFile } from './layerForms';

export interface TimingTask {
  readonly original: FormFile;
  readonly threads: number;
  readonly seed: number;
  readonly rigor: RigorName;
  readonly limits: RunnerLimits;
  readonly roofs: MachineRoofs | undefined;
  /** Share done, 0..1, of the form that is being timed. */
  readonly onProgress: (done: number, detail: string) => void;
}

/** Conversions at the borders of a cut. */
const CONVERSIONS = new Set(['QuantizeLinear', 'DequantizeLinear']);
const ROUGHLY = 0.8;

/** Times the layer as it is, by itself: where nothing else is timed it has no comparison to be part of. */
export async function timeOriginal(task: TimingTask): Promise<TimedForm> {
  const { original, threads, limits } = task;
  const watch = new MachineWatch();
  const sessions = await measureLatency({
    rigor: rigorOf(task.rigor),
    open: () => openSession(original.path, original.feeds, { threads, graphOptimization: 'all' }, limits),
    during: measure => watch.during(measure),
    onProgress: (done, detail) => task.onProgress(ROUGHLY * Math.min(1, done), detail),
  });
  const disturbances = watch.disturbances(sessions, threads);
  return describeForm(task, original, latencyStatistics({ sessions, threads, batch: 1, disturbances }), undefined);
}

/** Times a form in turns with the layer as it is. */
export async function timeForm(
  task: TimingTask,
  form: FormFile,
): Promise<{ readonly original: LatencyStatistics; readonly form: TimedForm }> {
  const { original, threads, seed, rigor, limits } = task;
  const { before, after, speedup } = await compareLatency({
    ...{ base: original.path, variant: form.path, feeds: original.feeds, variantFeeds: form.feeds, threads, batch: 1, seed },
    rigor: rigorOf(rigor).comparison,
    startRunner: () => RunnerProcess.start(limits),
    onProgress: (done, detail) => task.onProgress(ROUGHLY * Math.min(1, done), detail),
  });
  return { original: before, form: await describeForm(task, form, after, speedup) };
}

/** Kernels of a form, and what it reaches. */
export async function describeForm(
  { threads, rigor, limits, roofs, onProgress }: TimingTask,
  { path, feeds }: FormFile,
  latency: LatencyStatistics,
  speedup: Speedup | undefined,
): Promise<TimedForm> {
  onProgress(ROUGHLY, 'kernels');
  const model = await openModel(path);
  const runner = await RunnerProcess.start(limits);
  try {
    const { graph } = model;
    const inputShapes = new Map([...feeds].map(([name, { dims }]) => [name, dims]));
    const analysis = analyze(graph, model.reader, { dims: new Map(), inputShapes });
    const macs = analysis.columns.find(({ id }) => id === 'macs')?.values;
    const options = { threads, graphOptimization: 'all' } as const;
    const runs = await profileKernels({ runner, path, graph, feeds, options, rigor: rigorOf(rigor), macs });
    const { kernels, floorMs } = scaleKernels(runs, latency);
    const own = ownKernels(kernels);
    const placed = own.map(kernel => (roofs === undefined ? undefined : placeKernel(graph, analysis, kernel, roofs)));
    const heaviest = placed[slowest(own)];
    const kernelMs = sumMs(own);
    const isTold = kernelMs > floorMs;
    const { macs: allMacs, flops } = analysis.totals;
    const limitMs = placed.reduce((sum, placement) => sum + (placement?.limitMs ?? Number.NaN), 0);
    const { medianMs, lowMs, highMs, reliable } = latency;
    return {
      ...{ medianMs, lowMs, highMs, kernelMs, borderMs: sumMs(kernels) - kernelMs, reliable, speedup },
      kernels: kernels.map(kernel => ({ op: kernel.op, medianMs: kernel.medianMs, border: !own.includes(kernel) })),
      ...{ macs: allMacs, flops },
      flopPerSecond: isTold && flops !== undefined ? (1000 * flops) / kernelMs : undefined,
      ofRoof: isTold && limitMs > 0 ? limitMs / kernelMs : undefined,
      ...{ bound: heaviest?.bound, roofNote: isTold ? heaviest?.note : undefined },
    };
  } finally {
    await runner.dispose();
    await model.close();
  }
}

/** All but what stands at the borders, unless there is nothing else. */
function ownKernels(kernels: readonly Kernel[]): readonly Kernel[] {
  const own = kernels.filter(({ added, op }) => !added && !CONVERSIONS.has(op));
  return own.length > 0 ? own : kernels;
}

function slowest(kernels: readonly Kernel[]): number {
  return kernels.reduce((best, { medianMs }, index) => (medianMs > (kernels[best]?.medianMs ?? -1) ? index : best), -1);
}

function sumMs(kernels: readonly Kernel[]): number {
  return kernels.reduce((sum, { medianMs }) => sum + medianMs, 0);
}
