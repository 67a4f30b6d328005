import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { analyze } from '../../../src/analysis/analyze';
import { buildModelView } from '../../../src/analysis/buildModelView';
import { copyModels } from '../../../src/onnx/copyModel';
import { describeModel } from '../../../src/onnx/describeModel';
import { openModel, type OnnxModel } from '../../../src/onnx/openModel';
import { ComposedSource } from '../../../src/onnx/write/composedSource';
import { spliceModel } from '../../../src/onnx/write/spliceModel';
import { writeModel } from '../../../src/onnx/writeModel';
import { seededRandom } from '../../../src/shared/base/random';
import { applyEdits } from '../../../src/shared/graph/applyEdits';
import { elementCount } from '../../../src/shared/graph/shape';
import { LayerwiseError } from '../../../src/shared/report/layerwiseError';
import { mutateModel } from '../../fixtures/mutateModel';
import { spyOnOpenedFiles } from '../../fixtures/openedFiles';
import { temporaryFolder } from '../../fixtures/temporaryFolder';

/** `LAYERWISE_MUTANTS=10000` for the long run. */
const MUTANTS = Number(process.env['LAYERWISE_MUTANTS'] ?? 1000);
const SEED = Number(process.env['LAYERWISE_SEED'] ?? 20_261_127);
/** Time of the processor, which other work beside the tests does not lengthen; what waits for ever ends by the timeout. */
const LONGEST_MS = 2000;
const LARGEST_SEED_BYTES = 300_000;
const MOST_VALUES = 4096;
const CORPUS = path.resolve('../shared/corpus');

/** Two folders: the mutant may have the files of one, and nothing of the other. */
const root = temporaryFolder();
const [home, outside] = [path.join(root, 'm'), path.join(root, 'outside')];
for (const folder of [home, outside]) fs.mkdirSync(folder);
const unpacked = path.join(root, 'corpus');
fs.mkdirSync(unpacked);

function seedFiles(): readonly string[] {
  const public_ = ['onnx-backend.tar.gz', 'burn-onnx.tar.gz'].map(name => path.join(CORPUS, name)).filter(file => fs.existsSync(file));
  for (const archive of public_) execFileSync('tar', ['xzf', archive, '-C', unpacked]);
  const odd = path.join(CORPUS, 'make_odd.mjs');
  if (fs.existsSync(odd)) execFileSync('node', [odd, path.join(unpacked, 'odd'), '--only=^(ext|dtype|func|names|sub|proto|run)/']);
  return [unpacked, 'test/fixtures/models', 'media/samples'].flatMap(modelsIn);
}

function modelsIn(folder: string): readonly string[] {
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true });
  return files
    .filter(file => file.isFile() && file.name.endsWith('.onnx'))
    .map(file => path.join(file.parentPath, file.name))
    .filter(file => fs.statSync(file).size <= LARGEST_SEED_BYTES)
    .sort();
}

function prepareFolders(): void {
  fs.writeFileSync(path.join(home, 'w.bin'), Buffer.alloc(4096, 1));
  fs.writeFileSync(path.join(outside, 'secret.bin'), Buffer.alloc(4096, 2));
  fs.writeFileSync(path.join(root, 'secret.bin'), Buffer.alloc(4096, 2));
  fs.symlinkSync('../outside', path.join(home, 'folder'));
  fs.symlinkSync('../outside/secret.bin', path.join(home, 'link.bin'));
}

/** Why a model is not copied whose data is not there or not allowed. */
const WITHOUT_DATA = /^(external-data-|permission$)/;

/** Does with a file all that the editor and the command line do without running it. Returns what became of it. */
async function open(file: string): Promise<'opened' | 'refused'> {
  let model: OnnxModel;
  try {
    model = await openModel(file);
  } catch (error) {
    if (error instanceof LayerwiseError) return 'refused';
    throw error;
  }
  try {
    await describeModel(model);
    const analysis = analyze(model.graph, model.reader, { dims: new Map() });
    buildModelView(model, analysis, { fileName: 'model.onnx', fileBytes: model.byteLength });
    for (let node = 0; node < model.graph.nodes.count; node++) model.graph.nodes.attributes(node);
    await readWeights(model);
    await writeBack(model);
    return 'opened';
  } finally {
    await model.close();
  }
}

async function readWeights({ graph, reader }: OnnxModel): Promise<void> {
  for (const [tensor, weight] of graph.tensors.weights.entries()) {
    if (weight !== undefined) await expected(reader.readRange(tensor, 0, Math.min(MOST_VALUES, elementCount(weight.dims) ?? 0)));
  }
}

async function writeBack(model: OnnxModel): Promise<void> {
  const composed = new ComposedSource(spliceModel(model, { ...model.graph }), () => model.source, model.path);
  const bytes = new Uint8Array(composed.byteLength);
  composed.readInto(bytes, 0);
  if (Buffer.compare(bytes, fs.readFileSync(model.path)) !== 0) throw new Error('A rewrite without edits changed bytes.');
  const output = path.join(home, 'out.onnx');
  const edited = applyEdits(model.graph, { edits: [{ kind: 'setMetadata', key: 'k', value: 'v' }] });
  const lacksData = [...model.weights.locations.values()].some(({ fault }) => fault !== undefined) || model.weights.unavailable.size > 0;
  await writeModel(model, edited, output, { weights: 'keep' }).catch((error: unknown) => {
    if (!lacksData || !(error instanceof LayerwiseError) || !WITHOUT_DATA.test(error.reason)) throw error;
    if (fs.existsSync(output)) throw new Error('A refused copy left a file behind.');
  });
  fs.rmSync(output, { force: true });
  for (const weights of ['embed', 'external'] as const) {
    await expected(copyModels(model.path, output, { weights, several: false }));
    for (const made of [output, `${output}.data`]) fs.rmSync(made, { force: true });
  }
}

/** Waits for something that may fail in a way that has a sentence. */
async function expected(done: Promise<unknown>): Promise<void> {
  await done.catch((error: unknown) => {
    if (!(error instanceof LayerwiseError) || error.reason === 'internal') throw error;
  });
}

let spy: ReturnType<typeof spyOnOpenedFiles> | undefined;
afterAll(() => spy?.restore());

it(
  `${MUTANTS} mutants of public models neither crash, hang nor escape, and what opens can be written back`,
  { timeout: 3_600_000 },
  async () => {
    const files = seedFiles();
    prepareFolders();
    spy = spyOnOpenedFiles();
    const random = seededRandom(SEED);
    const [target, failures, counts] = [path.join(home, 'model.onnx'), [] as string[], { opened: 0, refused: 0 }];
    for (let mutant = 0; mutant < MUTANTS; mutant++) {
      const seed = files[Math.floor(random() * files.length)] ?? '';
      fs.writeFileSync(target, mutateModel(fs.readFileSync(seed), random));
      const start = process.cpuUsage();
      try {
        counts[await open(target)]++;
      } catch (error) {
        failures.push(
          `${mutant} (${path.basename(path.dirname(seed))}/${path.basename(seed)}): ${error instanceof Error ? (error.stack ?? '') : String(error)}`,
        );
        fs.copyFileSync(target, path.join(os.tmpdir(), `layerwise-mutant-${mutant}.onnx`));
      }
      const { user, system } = process.cpuUsage(start);
      const took = (user + system) / 1000;
      if (took > LONGEST_MS) failures.push(`${mutant} (${seed}): ${took.toFixed(0)} ms`);
    }
    const known = new Set(files);
    const escapes = spy.paths().filter(file => !known.has(file) && file !== home && !file.startsWith(home + path.sep));
    expect(escapes).toEqual([]);
    expect(failures).toEqual([]);
    expect(counts.opened + counts.refused).toBe(MUTANTS);
    expect(counts.opened).toBeGreaterThan(MUTANTS / 4);
  },
);
