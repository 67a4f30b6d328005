// Applies every offer of a model and holds the measured gain against the expected one: `npm run bench:suggestions -- [FILE|FOLDER …] [--data PATH]
// [--dim NAME=VALUE] [--threads N] [--rule ID]`. A folder with a `fill.mjs` holds models whose weights are written by it. Without paths: the models that tests use.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { analyze } from '../../src/analysis/analyze';
import { suggest } from '../../src/analysis/suggest/suggest';
import { openModel } from '../../src/onnx/openModel';
import type { Gain, Suggestion } from '../../src/shared/report/suggestion';
import { describePasses } from '../../src/worker/optimize/describePasses';
import { optimizeModel } from '../../src/worker/optimize/optimize';
import { profileModel } from '../../src/worker/profile';
import { inBenchFolder } from './inBenchFolder';
import { filled, modelFacts, modelFiles } from './modelFiles';

const DEFAULT_PATHS = ['test/fixtures/models'];
const SILENT = { signal: new AbortController().signal, progress: () => undefined, log: () => undefined };
const SAMPLES = 64;

interface BenchOptions {
  readonly paths: readonly string[];
  readonly data: string | undefined;
  readonly dims: ReadonlyMap<string, number>;
  readonly threads: number;
  readonly rule: string | undefined;
  readonly folder: string;
}

function readOptions(folder: string): BenchOptions {
  const { values, positionals } = parseArgs({
    options: {
      data: { type: 'string' },
      dim: { type: 'string', multiple: true, default: [] },
      threads: { type: 'string', default: '1' },
      rule: { type: 'string' },
    },
    allowPositionals: true,
  });
  const dims = new Map(values.dim.map(text => [text.slice(0, text.lastIndexOf('=')), Number(text.slice(text.lastIndexOf('=') + 1))]));
  const paths = positionals.length > 0 ? positionals : DEFAULT_PATHS;
  return { paths, data: values.data, dims, threads: Number(values.threads), rule: values.rule, folder };
}

/** The offers of a model that was profiled in the same minute. */
async function offersFor(file: string, options: BenchOptions): Promise<readonly Suggestion[]> {
  const { dims } = await modelFacts(file, options.dims);
  const conditions = { dims, threads: options.threads, seed: 0 };
  const profile = await profileModel({ kind: 'profile', path: file, rigor: 'quick', graphOptimization: 'all', conditions }, SILENT);
  const model = await openModel(file);
  try {
    const sizes = { dims: new Map(Object.entries(profile.environment.dims)), inputShapes: new Map(Object.entries(profile.inputShapes)) };
    const data = options.data === undefined ? 'none' : 'unlabelled';
    const report = await suggest(model, analyze(model.graph, model.reader, sizes), { data, passes: describePasses(), profile });
    return report.offered.filter(({ rule }) => options.rule === undefined || rule === options.rule);
  } finally {
    await model.close();
  }
}

/** Runs the pass of an offer as `layerwise optimize` does, and says what came of it beside what was expected. */
async function tryOffer(file: string, offer: Suggestion, options: BenchOptions): Promise<string> {
  const { dims } = await modelFacts(file, options.dims);
  const output = path.join(options.folder, `${offer.pass}-${String(process.hrtime.bigint())}.onnx`);
  const { before, after, latency, verification } = await optimizeModel(
    {
      kind: 'optimize',
      path: file,
      output,
      passes: [{ id: offer.pass, parameters: offer.parameters }],
      conditions: { dims, threads: options.threads, seed: 0, samples: SAMPLES, ...(options.data && { data: options.data }) },
      evaluationData: undefined,
      measure: true,
      batch: 1,
    },
    SILENT,
  );
  fs.rmSync(output, { force: true });
  const times = latency === undefined ? 'not measured' : timesText(latency.speedup);
  const holds = offer.gain === undefined ? '' : `  ${comparison(offer.gain, { before, after, speedup: latency?.speedup })}`;
  const macs = before.macs === undefined || after.macs === undefined ? '' : `  MACs ${(after.macs / before.macs).toFixed(2)}×`;
  return `${times}${holds}${macs}  outputs ${verification?.verdict ?? 'not verified'}`;
}

interface Measured {
  readonly before: { readonly nodes: number; readonly weightBytes: number };
  readonly after: { readonly nodes: number; readonly weightBytes: number };
  readonly speedup: { readonly median: number; readonly low: number; readonly high: number } | undefined;
}

/** Time after over time before. */
function timesText({
  median,
  low,
  high,
  verdict,
}: {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly verdict: string;
}): string {
  return `took ${(1 / median).toFixed(2)}× (${(1 / high).toFixed(2)}–${(1 / low).toFixed(2)}) the time, ${verdict}`;
}

function comparison({ metric, before, low, high }: Gain, measured: Measured): string {
  const expected = `expected ${(low / before).toFixed(2)}–${(high / before).toFixed(2)} of ${metric}`;
  const [from, to] = measuredRatio(metric, measured);
  if (Number.isNaN(from)) return expected;
  return `${expected}: ${from <= high / before && to >= low / before ? 'holds' : from > high / before ? 'TOO HOPEFUL' : 'too careful'}`;
}

function measuredRatio(metric: Gain['metric'], { before, after, speedup }: Measured): readonly [number, number] {
  if (metric === 'latencyMs') return speedup === undefined ? [Number.NaN, Number.NaN] : [1 / speedup.high, 1 / speedup.low];
  const ratio = metric === 'nodes' ? after.nodes / before.nodes : after.weightBytes / before.weightBytes;
  return [ratio, ratio];
}

async function benchModel(file: string, options: BenchOptions): Promise<void> {
  const offers = await offersFor(file, options);
  console.log(`${path.basename(file)}: ${offers.length} offers`);
  for (const offer of offers) {
    const outcome = await tryOffer(file, offer, options).catch((error: unknown) =>
      error instanceof Error ? error.message.slice(0, 200) : String(error),
    );
    console.log(`    ${offer.rule.padEnd(18)} ${outcome}`);
  }
}

async function main(options: BenchOptions): Promise<void> {
  for (const source of options.paths.flatMap(modelFiles)) {
    const folder = fs.mkdtempSync(path.join(options.folder, 'model-'));
    await benchModel(filled(source, folder), options).catch((error: unknown) => {
      console.log(`${path.basename(source)}: ${error instanceof Error ? error.message.slice(0, 200) : String(error)}`);
      process.exitCode = 1;
    });
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

inBenchFolder(folder => main(readOptions(folder)));
