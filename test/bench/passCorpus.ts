// Proof of a lossy pass over a corpus: `npm run bench:passCorpus -- PASS[:key=value,…] [ARCHIVE.tar.gz|FOLDER …] [--only PATTERN] [--least-db N]`, by default over
// the models of onnx-backend. Whatever the pass accepts is written, opened again and run on the stored inputs, or on made-up ones where none are stored, to
// which it was fitted as well. Ends with 1 when a variant cannot be written, does not run where the model did, or has fewer integer kernels than the plan
// said; variants further off than the bound are listed.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { parsePassCall } from '../../src/cli/passCalls';
import { openModel, type OnnxModel } from '../../src/onnx/openModel';
import { writeModel } from '../../src/onnx/writeModel';
import type { NamedTensors } from '../../src/shared/graph/denseTensor';
import type { Graph } from '../../src/shared/graph/graph';
import type { PassCall } from '../../src/shared/report/jobRequest';
import { floatLeftovers } from '../../src/worker/optimize/integerLayers';
import { OutputDifference } from '../../src/worker/optimize/outputDifference';
import type { PassRun } from '../../src/worker/optimize/runPasses';
import { integerLayers } from '../../src/worker/optimize/slowerLayers';
import { corpusFeeds, eachCorpusModel, type CorpusModel } from './corpusModels';
import { CorpusRunner } from './corpusRunner';
import { inBenchFolder } from './inBenchFolder';
import { refusal } from './refusal';

const DEFAULT_CORPUS = '../shared/corpus/onnx-backend.tar.gz';
/** Signal-to-noise ratio that outputs keep, in dB, by pass. */
const LEAST_DB: ReadonlyMap<string, number> = new Map([
  ['float16', 45],
  ['quantize-weights', 10],
  ['dequantize', 20],
]);
const DEFAULT_DB = 20;
/** What the runtime computes linear layers in integers with. */
const INTEGER_KERNELS: ReadonlySet<string> = new Set([
  ...['QLinearConv', 'ConvInteger', 'QLinearMatMul', 'QGemm', 'MatMulInteger', 'MatMulIntegerToFloat', 'DynamicQuantizeMatMul'],
  'DynamicQuantizeLSTM',
]);

class PassProof {
  accepted = 0;
  changed = 0;
  ran = 0;
  /** Layers that plans put into INT8. */
  planned = 0;
  readonly outOfBound: string[] = [];
  readonly failures: string[] = [];
  private readonly reasons = new Map<string, number>();
  private readonly runner = new CorpusRunner();

  constructor(
    private readonly call: PassCall,
    private readonly leastDb: number,
    private readonly folder: string,
  ) {}

  async prove(entry: CorpusModel): Promise<void> {
    const model = await openModel(entry.file).catch(refusal);
    if (typeof model === 'string') {
      this.count('the model cannot be opened');
      return;
    }
    try {
      const feeds = feedsOf(model.graph, entry);
      const run = await this.apply(model, typeof feeds === 'string' ? [] : feeds);
      if (typeof run === 'string') {
        this.count(run);
        return;
      }
      this.accepted++;
      if (run.outcomes.every(({ changedNodes }) => changedNodes === 0)) return;
      this.changed++;
      await this.compare(entry, model, run, feeds);
    } finally {
      await model.close();
    }
  }

  async end(): Promise<void> {
    await this.runner.end();
  }

  lines(models: number): readonly string[] {
    const refused = [...this.reasons].sort(([, a], [, b]) => b - a).map(([reason, count]) => `  ${String(count).padStart(5)} ${reason}`);
    return [
      `${this.call.id} on ${String(models)} models: ${String(this.accepted)} accepted, ${String(this.changed)} changed, ${String(this.ran)} ran, ${String(this.outOfBound.length)} below ${String(this.leastDb)} dB, ${String(this.failures.length)} failed`,
      ...(this.planned > 0 ? [`${String(this.planned)} layers planned in INT8`] : []),
      ...this.outOfBound.map(line => `  off: ${line}`),
      ...this.failures.map(line => `  FAILED: ${line}`),
      'refused or not run:',
      ...refused,
    ];
  }

  /** What the pass makes of a model, or why nothing. */
  private async apply(model: OnnxModel, feeds: readonly NamedTensors[]): Promise<PassRun | string> {
    try {
      return await this.runner.planned(model, [this.call], feeds);
    } catch (error) {
      return withoutNames(refusal(error));
    }
  }

  private async compare(
    { name }: CorpusModel,
    model: OnnxModel,
    { graph, plans }: PassRun,
    feeds: readonly NamedTensors[] | string,
  ): Promise<void> {
    const before = typeof feeds === 'string' ? feeds : await this.runner.outputs(model, model.graph, 'all', feeds);
    const file = path.join(this.folder, 'variant.onnx');
    try {
      await writeModel(model, graph, file);
      const variant = await openModel(file);
      const after = typeof feeds === 'string' ? feeds : await this.runner.outputs(variant, variant.graph, 'all', feeds);
      await variant.close();
      if (typeof before === 'string') this.count(`the model itself does not run: ${withoutNames(before)}`);
      else if (typeof after === 'string') this.failures.push(`${name}: ${after.slice(0, 240)}`);
      else {
        const again = typeof feeds === 'string' ? feeds : await this.runner.outputs(model, model.graph, 'all', feeds);
        if (typeof again === 'string' || differenceOf(before, again).comparison('data').maxAbs !== 0)
          this.count('the model itself gives something else each time');
        else this.judge(name, before, after);
        await this.countKernels(name, file, integerLayers(plans));
      }
    } catch (error) {
      this.failures.push(`${name}: ${refusal(error)}`);
    } finally {
      for (const made of fs.readdirSync(this.folder).filter(entry => entry.startsWith('variant.')))
        fs.rmSync(path.join(this.folder, made), { force: true });
    }
  }

  /** Holds what was planned in INT8 against what the runtime made of the file. */
  private async countKernels(name: string, file: string, layers: ReadonlySet<number>): Promise<void> {
    if (layers.size === 0) return;
    this.planned += layers.size;
    const optimized = await this.runner.optimized(file);
    if (typeof optimized === 'string') {
      this.failures.push(`${name}: ${optimized.slice(0, 240)}`);
      return;
    }
    const kernels = optimized.nodes.ops.filter(op => INTEGER_KERNELS.has(op)).length;
    const leftovers = floatLeftovers(optimized).length;
    if (kernels < layers.size || leftovers > 0)
      this.failures.push(
        `${name}: ${String(layers.size)} layers in INT8 were planned; the runtime has ${String(kernels)} integer kernels, and ${String(leftovers)} layers that compute in float32 with a quantized weight`,
      );
  }

  private judge(name: string, before: readonly NamedTensors[], after: readonly NamedTensors[]): void {
    this.ran++;
    const difference = differenceOf(before, after);
    const { sqnrDb, maxAbs } = difference.comparison('data');
    if (difference.broken || sqnrDb < this.leastDb || !(maxAbs < Infinity))
      this.outOfBound.push(`${name}: ${difference.broken ? 'broken' : `${sqnrDb.toFixed(1)} dB`}`);
  }

  private count(reason: string): void {
    this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
  }
}

function differenceOf(before: readonly NamedTensors[], after: readonly NamedTensors[]): OutputDifference {
  const difference = new OutputDifference();
  before.forEach((outputs, run) => difference.add(outputs, after[run] ?? new Map(), 1));
  return difference;
}

function feedsOf(graph: Graph, entry: CorpusModel): readonly NamedTensors[] | string {
  try {
    return corpusFeeds(graph, entry);
  } catch (error) {
    return refusal(error);
  }
}

/** A sentence without the names that differ from model to model. */
function withoutNames(sentence: string): string {
  return sentence
    .replace(/“[^”]*”/g, '“…”')
    .replace(/\d+/g, '#')
    .slice(0, 160);
}

async function main(folder: string): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { only: { type: 'string', default: '' }, 'least-db': { type: 'string' } },
    allowPositionals: true,
  });
  const [pass = 'float16', ...sources] = positionals;
  const call = parsePassCall(pass);
  if (sources.length === 0 && !fs.existsSync(DEFAULT_CORPUS)) {
    console.log(`${DEFAULT_CORPUS} is not there: 1914 models are left out. Name an archive or a folder.`);
    return;
  }
  const proof = new PassProof(call, Number(values['least-db'] ?? LEAST_DB.get(call.id) ?? DEFAULT_DB), folder);
  let models = 0;
  try {
    const from = sources.length > 0 ? sources : [DEFAULT_CORPUS];
    models = await eachCorpusModel(from, values.only, folder, entry => proof.prove(entry));
  } finally {
    await proof.end();
  }
  for (const line of proof.lines(models)) console.log(line);
  if (models === 0 || proof.failures.length > 0) process.exitCode = 1;
}

inBenchFolder(main);
