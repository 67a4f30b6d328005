// Prints how far predicted times are from measured ones on this machine: npm run build, then LAYERWISE_MODELS=folder npx vitest bench --run test/bench/roofline
import path from 'node:path';
import { analyze } from '../../src/analysis/analyze';
import { UNCERTAINTY } from '../../src/analysis/roofline/measuredSource';
import { predictModel } from '../../src/analysis/roofline/predictModel';
import { openModel } from '../../src/onnx/openModel';
import type { MachineRoofs, RoofSource } from '../../src/shared/report/machine';
import type { JobContext } from '../../src/worker/jobContext';
import { measureRoofs } from '../../src/worker/machineProbe/measureRoofs';
import { profileModel } from '../../src/worker/profile';
import { RunnerProcess } from '../../src/worker/runnerProcess';

/** A model predicted and measured in the same minute, times in milliseconds. */
export interface PredictedAndMeasured {
  readonly name: string;
  readonly predictedMs: number;
  /** At the roofline alone: what a prediction without kernel classes would say. */
  readonly limitMs: number;
  readonly medianMs: number;
  readonly minMs: number;
  readonly reliable: boolean;
}

const context: JobContext = { signal: new AbortController().signal, progress: () => undefined, log: () => undefined };

/** Roofs as they are at this minute: on a shared machine those of an hour ago say little. */
async function roofsNow(threads: number): Promise<MachineRoofs> {
  const runner = await RunnerProcess.start({ signal: context.signal, file: 'the probe of the machine' });
  try {
    return await measureRoofs(runner, threads);
  } finally {
    await runner.dispose();
  }
}

/** Predicts a model from fresh roofs and measures it quickly with the same threads. */
export async function predictAndMeasure(
  file: string,
  threads: number,
  dims: Readonly<Record<string, number>>,
): Promise<PredictedAndMeasured> {
  const roofs = await roofsNow(threads);
  const conditions = { dims, threads, seed: 0 };
  const profile = await profileModel({ kind: 'profile', path: file, rigor: 'quick', graphOptimization: 'all', conditions }, context);
  const model = await openModel(file);
  try {
    const sizes = { dims: new Map(Object.entries(profile.environment.dims)), inputShapes: new Map(Object.entries(profile.inputShapes)) };
    const source: RoofSource = { name: 'this machine', from: '', basis: 'measured', roofs, uncertainty: { low: 1, high: 1 } };
    const { predictedMs, limitMs } = predictModel(model.graph, analyze(model.graph, model.reader, sizes), source);
    const { medianMs, minMs, reliable } = profile.latency;
    return { name: path.basename(file, '.onnx'), predictedMs, limitMs, medianMs, minMs, reliable };
  } finally {
    await model.close();
  }
}

/** Whether the measured median lies in the range that is shown beside a prediction. */
export function isInRange({ predictedMs, medianMs }: PredictedAndMeasured): boolean {
  const { low, high } = UNCERTAINTY;
  return medianMs >= predictedMs * low && medianMs <= predictedMs * high;
}

/** Geometric mean of how many times off the values are, 1 for exact ones. */
export function meanFactor(ratios: readonly number[]): number {
  return Math.exp(ratios.reduce((sum, ratio) => sum + Math.abs(Math.log(ratio)), 0) / ratios.length);
}
