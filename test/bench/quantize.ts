// Quantized variants of the trained models, against what they have to reach: `npm run bench:quantize -- [MODEL …] [--only variants|times] [--rigor NAME]
// [--ranges minmax|percentile|entropy|mse|helpers] [--models FOLDER] [--reference FILE]`. `--reference`: seconds that onnxruntime.quantization takes on this machine
// (quantizeLimits.ts has the form), which limit ours; without them those of the reference machine stand beside ours, to be scaled by the bare pass. Accuracy and noise on labelled samples that no pass has seen, latency in turns with the model in float32 in one run.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { LatencyComparison } from '../../src/shared/report/comparison';
import { RIGORS, type PassCall, type RigorName } from '../../src/shared/report/jobRequest';
import type { OptimizeResult } from '../../src/shared/report/optimizeResult';
import { LayerwiseError } from '../../src/shared/report/layerwiseError';
import { HELPERS } from '../../src/optimize/quantize/helperParameters';
import { compareModels, type ModelComparison } from '../../src/worker/compare';
import { optimizeModel } from '../../src/worker/optimize/optimize';
import { inBenchFolder } from './inBenchFolder';
import {
  COLLECT_RATIO,
  HISTOGRAM_METHODS,
  readToolSeconds,
  REFERENCE_SECONDS,
  secondsLimit,
  VARIANT_LIMITS,
  type ToolSeconds,
  type VariantLimits,
} from './quantizeLimits';
import { planTimes, type PlanTimes } from './quantizeTimes';
import { TRAINED_MODELS, writeLabelled, type TrainedModel } from './trainedModels';

const SILENT = { signal: new AbortController().signal, progress: () => undefined, log: () => undefined };
const LARGE_BATCH = 32;

const PASSES: readonly PassCall[] = [
  { id: 'quantize-static', parameters: {} },
  { id: 'quantize-dynamic', parameters: {} },
  { id: 'quantize-weights', parameters: { bits: 4 } },
  { id: 'float16', parameters: {} },
];

const ALONE = Object.fromEntries(HELPERS.map(({ name }) => [name, false]));
const TIMED = [
  ...['minmax', ...HISTOGRAM_METHODS].map(calibration => ({
    title: calibration,
    call: { id: 'quantize-static', parameters: { ...ALONE, calibration } },
  })),
  { title: 'helpers', call: { id: 'quantize-static', parameters: {} } },
];

interface Source {
  readonly name: string;
  readonly file: string;
  readonly calibration: string;
  readonly labelled: string;
  readonly rigor: RigorName;
}

interface Made {
  readonly result: OptimizeResult;
  readonly compared: ModelComparison;
}

async function makeVariant({ file, calibration, labelled, rigor }: Source, call: PassCall, output: string): Promise<Made> {
  const conditions = { dims: {}, threads: 1, seed: 0 };
  const result = await optimizeModel(
    {
      ...{ kind: 'optimize', path: file, output, passes: [call], evaluationData: undefined, rigor },
      ...{ conditions: { ...conditions, data: calibration }, measure: true, batch: 1 },
    },
    SILENT,
  );
  const compared = await compareModels(
    {
      ...{ kind: 'compare', base: file, variant: output, evaluationData: labelled, rigor, batch: LARGE_BATCH },
      conditions: { ...conditions, data: labelled, samples: Number.MAX_SAFE_INTEGER },
    },
    SILENT,
  );
  return { result, compared };
}

/** A figure and, where there is a limit for it, whether it is kept. */
function held(text: string, isHeld: boolean | undefined): string {
  if (isHeld === undefined) return text;
  return `${text} ${isHeld ? 'holds' : 'MISSES'}`;
}

function atLeast(value: number, limit: number | undefined, digits: number): string {
  return limit === undefined ? value.toFixed(digits) : held(`${value.toFixed(digits)} (≥ ${limit})`, value >= limit);
}

function atMost(value: number, limit: number | undefined, digits: number): string {
  return limit === undefined ? value.toFixed(digits) : held(`${value.toFixed(digits)} (≤ ${limit})`, value <= limit);
}

/** Limits of sizes stand with two digits. */
function sizeText(size: number, limit: number | undefined): string {
  return limit === undefined ? size.toFixed(3) : held(`${size.toFixed(3)} (≤ ${limit})`, Number(size.toFixed(2)) <= limit);
}

/** Ratio of latencies to float32; a limit is missed when the whole interval lies above it. */
function ratioText({ speedup: { median, low, high } }: LatencyComparison, limit: number | undefined): string {
  const ratio = `${(1 / median).toFixed(2)} [${(1 / high).toFixed(2)}–${(1 / low).toFixed(2)}]`;
  return limit === undefined ? ratio : held(`${ratio} (≤ ${limit})`, 1 / high <= limit);
}

/** First words of what a result says when it is no faster. */
const NO_GAIN = /^(?:Smaller, not faster|The variant is slower)/;

function variantRow(call: PassCall, { result, compared }: Made, limits: VariantLimits): readonly string[] {
  const { before, after, latency, ranAsInt8, notes } = result;
  const saysNoGain = notes.some(note => NO_GAIN.test(note));
  return [
    [call.id, ...Object.entries(call.parameters).map(([name, value]) => `${name}=${String(value)}`)].join(':'),
    atLeast(100 * (compared.metric?.after.value ?? NaN), limits.accuracy, 2),
    atLeast(compared.outputs.sqnrDb, limits.sqnrDb, 1),
    sizeText(after.bytes / before.bytes, limits.size),
    latency === undefined ? 'not measured' : ratioText(latency, limits.latency?.[1]),
    ratioText(compared.latency, limits.latency?.[32]),
    ranAsInt8 === undefined ? 'none' : ranAsInt8.join(' of '),
    held(saysNoGain ? 'says so' : 'promised', limits.saysNoGain === true ? saysNoGain : undefined),
  ];
}

const VARIANT_HEADER = ['pass', 'accuracy %', 'SQNR dB', 'size / FP32', 'time / FP32, batch 1', 'batch 32', 'in INT8', 'no gain'];
const TIME_HEADER = [
  'ranges',
  'seconds',
  'CPU s',
  'bare pass s',
  'one collection / bare',
  'its runs / bare, CPU',
  'collecting s',
  'candidates s',
  'write s',
];

function printRow(cells: readonly string[]): void {
  console.log(`| ${cells.join(' | ')} |`);
}

function printHeader(cells: readonly string[]): void {
  printRow(cells);
  printRow(cells.map(() => '---'));
}

async function benchVariants(source: Source, folder: string): Promise<void> {
  const told: string[] = [];
  printHeader(VARIANT_HEADER);
  for (const call of PASSES) {
    const output = path.join(folder, `${source.name}.${call.id}.onnx`);
    try {
      const made = await makeVariant(source, call, output);
      printRow(variantRow(call, made, VARIANT_LIMITS.get(`${source.name} ${call.id}`) ?? {}));
      const notes = [...made.result.notes, ...made.result.passes.filter(({ id }) => id === call.id).flatMap(pass => pass.notes)];
      if (notes.length > 0) told.push(`${call.id}: ${notes.join(' ')}`);
    } catch (error) {
      if (!(error instanceof LayerwiseError)) throw error;
      told.push(`${call.id} is not made: ${error.message}`);
    }
    fs.rmSync(output, { force: true });
  }
  for (const line of told) console.log(`- ${line}`);
}

/** `tool`: seconds that the other tool takes on this machine. */
function secondsText(name: string, { title, seconds }: PlanTimes, tool: ToolSeconds | undefined): string {
  if (tool !== undefined) return atMost(seconds, secondsLimit(tool, title), 2);
  const limit = secondsLimit(REFERENCE_SECONDS.get(name), title);
  return limit === undefined ? seconds.toFixed(2) : `${seconds.toFixed(2)} (≤ ${limit} on the reference machine)`;
}

function timeRow(name: string, times: PlanTimes, tool: ToolSeconds | undefined): readonly string[] {
  return [
    times.title,
    secondsText(name, times, tool),
    times.cpuSeconds.toFixed(2),
    times.bareSeconds.toFixed(2),
    atMost(times.collectRatio, COLLECT_RATIO, 2),
    times.runRatio.toFixed(2),
    `${times.collectSeconds.toFixed(2)} in ${times.collections}`,
    `${times.judgeSeconds.toFixed(2)} for ${times.candidates}`,
    times.writeSeconds.toFixed(3),
  ];
}

async function benchTimes({ name, file, calibration }: Source, ranges: string, tool: ToolSeconds | undefined): Promise<void> {
  const timed = TIMED.filter(({ title }) => ranges === '' || title === ranges);
  printHeader(TIME_HEADER);
  for (const times of await planTimes(file, calibration, timed)) printRow(timeRow(name, times, tool));
}

function sourceOf(name: string, { calibration, ...rest }: TrainedModel, models: string, folder: string, rigor: RigorName): Source {
  const data = path.join(models, 'data');
  const labelled = writeLabelled({ calibration, ...rest }, data, path.join(folder, `${name}-labelled`));
  return { name, file: path.join(models, `${name}.onnx`), calibration: path.join(data, calibration), labelled, rigor };
}

function conditionsText(rigor: RigorName): string {
  const [cpu] = os.cpus();
  const load = os.loadavg()[0]?.toFixed(1) ?? '?';
  return `${new Date().toISOString().slice(0, 16)}; ${os.cpus().length} processors, ${cpu?.model ?? ''}; load ${load}; 1 thread, ${rigor}`;
}

inBenchFolder(async folder => {
  const { values, positionals } = parseArgs({
    options: {
      only: { type: 'string' },
      ranges: { type: 'string', default: '' },
      rigor: { type: 'string', default: 'normal' },
      models: { type: 'string', default: '../shared/models/trained' },
      reference: { type: 'string' },
    },
    allowPositionals: true,
  });
  if (!fs.existsSync(values.models)) {
    console.log(`${values.models} is not there: all ${TRAINED_MODELS.size} models skipped.`);
    return;
  }
  const tool = values.reference === undefined ? undefined : readToolSeconds(values.reference);
  const rigor = RIGORS.find(name => name === values.rigor) ?? 'normal';
  for (const name of positionals.length > 0 ? positionals : TRAINED_MODELS.keys()) {
    const trained = TRAINED_MODELS.get(name);
    if (trained === undefined) throw new Error(`No labelled data are known for ${name}.`);
    const source = sourceOf(name, trained, values.models, folder, rigor);
    console.log(`\n${name} (${conditionsText(rigor)})\n`);
    if (values.only !== 'times') await benchVariants(source, folder);
    if (values.only !== 'variants') await benchTimes(source, values.ranges, tool?.get(name));
  }
});
