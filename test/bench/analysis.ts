import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import v8 from 'node:v8';
import { buildModelView } from '../../src/analysis/buildModelView';
import { analyze } from '../../src/analysis/analyze';
import { openModel } from '../../src/onnx/openModel';
import { optimizeLater } from '../../src/shared/base/optimizeLater';
import { suggest } from '../../src/analysis/suggest/suggest';
import { buildModel, type FixtureNode } from '../fixtures/buildModel';
import { inBenchFolder } from './inBenchFolder';
import { filled } from './modelFiles';
import { referenceTimes, type ReferenceTimes } from './referenceTimes';

/**
 * How long the static analysis takes: from a file to the complete report in an engine that has seen models before (the median of nine), the first time in a
 * new process (the median of nine), for another size of a symbol, and for the suggestions on the largest graph. Prints milliseconds beside their limits and exits with 1 where one is passed.
 * Beside it: how many times as long onnx-tool (on models with weights) and the runtime's symbolic inference took when `reference.md` beside the skeletons was
 * written, on another machine. LAYERWISE_BENCH_PYTHON names a Python with both, whose times here are then printed, too.
 */
const SKELETONS = path.resolve('..', 'shared', 'models', 'skeletons');
const RUNS = 9;
/** A running engine has compiled its code already. */
const WARM_UP_ROUNDS = 8;
const COLD_FACTOR = 4;
const TRANSFORMERS = /bert|vit|gpt/;

interface Subject {
  readonly name: string;
  readonly file: string;
  readonly dims: ReadonlyMap<string, number>;
  readonly limitMs: number | undefined;
}

const LIMITS_MS = new Map([
  ['resnet50', 10],
  ['bert_base', 40],
  ['vit_b_16', 40],
]);

interface Golden {
  readonly inputs: readonly { readonly shape: readonly number[]; readonly symbolic?: Readonly<Record<string, string>> }[];
}

function skeletons(): readonly Subject[] {
  if (!fs.existsSync(SKELETONS)) return [];
  return fs
    .readdirSync(SKELETONS)
    .filter(name => name.endsWith('.golden.json'))
    .map(golden => {
      const name = golden.replace('.golden.json', '');
      const { inputs } = JSON.parse(fs.readFileSync(path.join(SKELETONS, golden), 'utf8')) as Golden;
      const dims = inputs.flatMap(({ shape, symbolic = {} }) =>
        Object.entries(symbolic).map(([axis, symbol]) => [symbol, shape[Number(axis)] ?? 1] as const),
      );
      return { name, file: path.join(SKELETONS, `${name}.onnx`), dims: new Map(dims), limitMs: LIMITS_MS.get(name) };
    });
}

/** A chain of `count` nodes with shape arithmetic in between, as large as the largest exported graphs. */
function largeModel(folder: string, count: number, limitMs: number | undefined): Subject {
  const nodes: FixtureNode[] = [];
  for (let layer = 0; nodes.length < count; layer++) {
    const [from, to] = [`t${layer}`, `t${layer + 1}`];
    nodes.push(
      { op: 'Shape', inputs: [from], outputs: [`${to}.shape`] },
      { op: 'MatMul', inputs: [from, 'w'], outputs: [`${to}.product`] },
      { op: 'Relu', inputs: [`${to}.product`], outputs: [`${to}.relu`] },
      { op: 'Reshape', inputs: [`${to}.relu`, `${to}.shape`], outputs: [to] },
    );
  }
  const file = path.join(folder, `chain${count}.onnx`);
  fs.writeFileSync(
    file,
    buildModel({
      inputs: [{ name: 't0', shape: ['batch', 'sequence', 8] }],
      initializers: [{ name: 'w', dims: [8, 8], values: new Array<number>(64).fill(0.1) }],
      nodes,
      outputs: [{ name: `t${nodes.length / 4}` }],
    }),
  );
  const dims = new Map([
    ['batch', 2],
    ['sequence', 16],
  ]);
  return { name: `chain of ${count}`, file, dims, limitMs };
}

/** Milliseconds from the file to everything that the editor shows. */
async function analyzeFile({ file, dims }: Subject): Promise<number> {
  const start = performance.now();
  const model = await openModel(file);
  const analysis = analyze(model.graph, model.reader, { dims });
  buildModelView(model, analysis, { fileName: path.basename(file), fileBytes: model.token.size });
  await model.close();
  return performance.now() - start;
}

/** Milliseconds for another size of every symbol in an open model. */
async function whatIf({ file, dims }: Subject): Promise<number> {
  const model = await openModel(file);
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const changed = new Map([...dims].map(([name, size]) => [name, size + run] as const));
    const start = performance.now();
    analyze(model.graph, model.reader, { dims: changed });
    times.push(performance.now() - start);
  }
  await model.close();
  return median(times);
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

/** Milliseconds for the suggestions on an analysed model. */
async function suggestMs({ file, dims }: Subject): Promise<number> {
  const model = await openModel(file);
  const analysis = analyze(model.graph, model.reader, { dims });
  const start = performance.now();
  await suggest(model, analysis, { data: 'none', passes: [] });
  const ms = performance.now() - start;
  await model.close();
  return ms;
}

async function warmMs(subject: Subject, runs: number): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) times.push(await analyzeFile(subject));
  return median(times);
}

/** In processes that have analysed nothing yet. */
function coldMs(subject: Subject, processes: number): number {
  const program = [process.argv[1] ?? '', '--once', subject.file, JSON.stringify([...subject.dims])];
  return median(Array.from({ length: processes }, () => Number(spawnSync(process.execPath, program, { encoding: 'utf8' }).stdout)));
}

/** Times of onnx-tool and of the runtime's symbolic inference, one model per line of output. */
const OTHERS = `
import json, os, sys, time
def timed(work):
    start = time.perf_counter()
    try: work()
    except Exception: return 'fails'
    return f'{(time.perf_counter() - start) * 1e3:.0f} ms'
def feeds():
    sizes = dict(json.loads(sys.argv[2]))
    return {i.name: numpy.zeros([sizes.get(d.dim_param, d.dim_value or 1) for d in i.type.tensor_type.shape.dim],
        onnx.helper.tensor_dtype_to_np_dtype(i.type.tensor_type.elem_type)) for i in model.graph.input}
def tool():
    m = onnx_tool.Model(sys.argv[1], {'verbose': False}); m.graph.shape_infer(feeds()); m.graph.profile()
def symbolic():
    SymbolicShapeInference.infer_shapes(model, auto_merge=True)
import numpy, onnx, onnx_tool
from onnxruntime.tools.symbolic_shape_infer import SymbolicShapeInference
os.chdir(os.path.dirname(sys.argv[1]))
model = onnx.load(sys.argv[1], load_external_data=False)
print('onnx-tool', timed(tool), '· symbolic', timed(symbolic))
`;

function others({ file, dims }: Subject, folder: string): readonly string[] {
  const python = process.env['LAYERWISE_BENCH_PYTHON'];
  if (python === undefined) return [];
  const { stdout } = spawnSync(python, ['-c', OTHERS, filled(file, folder), JSON.stringify([...dims])], { encoding: 'utf8' });
  return [`here: ${stdout.trim().split('\n').at(-1) ?? ''}`];
}

/** How many times as long the other tools took, with the limit that each has. */
function ratios(name: string, ms: number, { onnxTool, symbolic }: ReferenceTimes): string {
  const ratio = (tool: string, toolMs: number | undefined, least: number): string => {
    if (toolMs === undefined) return `${tool} fails`;
    const holds = toolMs / ms >= least;
    if (!holds) process.exitCode = 1;
    return `${tool} ${(toolMs / ms).toFixed(1)}× (${holds ? 'at least' : 'BELOW'} ${least})`;
  };
  return `reference.md: ${ratio('onnx-tool', onnxTool, TRANSFORMERS.test(name) ? 10 : 1)}, ${ratio('symbolic', symbolic, 1)}`;
}

function verdict(valueMs: number, limitMs: number | undefined): string {
  const text = `${valueMs.toFixed(1)} ms`;
  if (limitMs === undefined) return text;
  if (valueMs > limitMs) process.exitCode = 1;
  return `${text} (${valueMs > limitMs ? 'ABOVE' : 'within'} ${limitMs})`;
}

async function main(folder: string): Promise<void> {
  const large = largeModel(folder, 100_000, 2000);
  const subjects = skeletons();
  const references = referenceTimes(SKELETONS);
  if (subjects.length === 0) console.log('no skeletons beside the checkout: only made models are timed');
  const measured = [...subjects, largeModel(folder, 1000, undefined)];
  for (let round = 0; round < WARM_UP_ROUNDS; round++) for (const subject of measured) await analyzeFile(subject);
  for (const subject of measured) {
    const warm = await warmMs(subject, RUNS);
    const cold = coldMs(subject, RUNS);
    const again = await whatIf(subject);
    const reference = references.get(subject.name);
    const figures = [
      `running engine ${verdict(warm, subject.limitMs)}`,
      `cold ${verdict(cold, subject.limitMs === undefined ? undefined : COLD_FACTOR * subject.limitMs)}`,
      `other sizes ${verdict(again, subject.name === 'chain of 1000' ? 5 : undefined)}`,
      ...(reference === undefined ? [] : [ratios(subject.name, warm, reference)]),
      ...others(subject, folder),
    ];
    console.log(`${subject.name.padEnd(20)} ${figures.join(' · ')}`);
  }
  console.log(
    `${large.name.padEnd(20)} running engine ${verdict(await warmMs(large, 3), large.limitMs)} · cold ${verdict(coldMs(large, 1), COLD_FACTOR * 2000)} · suggestions ${verdict(await suggestMs(large), 1000)}`,
  );
}

async function timeOnce(file: string, dims: string): Promise<void> {
  const sizes = new Map(JSON.parse(dims) as readonly [string, number][]);
  process.stdout.write(String(await analyzeFile({ name: '', file, dims: sizes, limitMs: undefined })));
}

// As the engine does.
optimizeLater(process.versions.v8, v8.setFlagsFromString);
const [flag, file, dims] = process.argv.slice(2);
if (flag === '--once' && file !== undefined && dims !== undefined) void timeOnce(file, dims);
else inBenchFolder(main);
