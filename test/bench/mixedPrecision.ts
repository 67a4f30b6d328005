// Whether budgets that mixed precision accepts hold on samples that it never saw: `npm run bench:mixedPrecision -- [MODEL …] [--max-drop POINTS | --min-agreement PERCENT]
// [--splits N] [--models FOLDER]`. Labelled samples are split by seed: one half is given as evaluation data, the accepted plan is judged on the other.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { seededRandom, shuffledIndexes } from '../../src/shared/base/random';
import { LayerwiseError } from '../../src/shared/report/layerwiseError';
import { openModel } from '../../src/onnx/openModel';
import { openDataset } from '../../src/data/openDataset';
import { decodeTensorProto } from '../../src/worker/decodeTensorProto';
import { modelInputs } from '../../src/worker/modelInputs';
import { optimizeModel } from '../../src/worker/optimize/optimize';
import { ResultCounter } from '../../src/worker/optimize/resultCounter';
import { RunnerProcess } from '../../src/worker/runnerProcess';
import { npyOf } from '../fixtures/npyBytes';
import { inBenchFolder } from './inBenchFolder';
import { IMAGES, TRAINED_MODELS } from './trainedModels';

const SILENT = { signal: new AbortController().signal, progress: () => undefined, log: () => undefined };
const BATCH = 50;
/** Models of which enough labelled samples are there to split. */
const NAMES = ['mnist_resnet', 'mnist_mobile', 'mnist_wide', 'mnist_vit'];

interface Npy {
  readonly shape: readonly number[];
  readonly bytes: Buffer;
}

/** A `.npy` file of version 1, in C order. */
function readNpy(file: string): Npy {
  const bytes = fs.readFileSync(file);
  const start = 10 + bytes.readUInt16LE(8);
  const [, sizes = ''] = /'shape': \(([^)]*)\)/.exec(bytes.subarray(10, start).toString('latin1')) ?? [];
  return {
    shape: sizes
      .split(',')
      .filter(size => size.trim() !== '')
      .map(Number),
    bytes: bytes.subarray(start),
  };
}

function writeHalf(folder: string, input: string, images: Npy, labels: Npy, samples: readonly number[]): string {
  fs.mkdirSync(folder, { recursive: true });
  const [, ...shape] = images.shape;
  const size = shape.reduce((product, dim) => product * dim, 1);
  const picked = Buffer.concat(samples.map(sample => images.bytes.subarray(sample * size, (sample + 1) * size)));
  fs.writeFileSync(path.join(folder, `${input}.npy`), npyOf(Uint8Array.from(picked), [samples.length, ...shape]));
  const ids = Float64Array.from(samples, sample => Number(labels.bytes.readBigInt64LE(8 * sample)));
  fs.writeFileSync(path.join(folder, 'labels.npy'), npyOf(ids));
  fs.writeFileSync(path.join(folder, 'preprocess.json'), JSON.stringify(IMAGES));
  return folder;
}

/** What became of the results on the half that nobody saw. */
async function judgeUnseen(base: string, variant: string, folder: string): Promise<ResultCounter['judgement']> {
  const model = await openModel(base);
  const runner = await RunnerProcess.start({ signal: SILENT.signal, file: variant });
  const dataset = await openDataset(folder, modelInputs(model.graph), decodeTensorProto);
  try {
    const options = { threads: 1, graphOptimization: 'all' } as const;
    const [before, after] = [await runner.createSession(base, options), await runner.createSession(variant, options)];
    const counter = new ResultCounter(folder);
    for (let start = 0; start < dataset.count; start += BATCH) {
      const count = Math.min(BATCH, dataset.count - start);
      const feeds = await dataset.read(start, count);
      const labels = Array.from({ length: count }, (_, index) => Number(dataset.labels?.data[start + index]));
      counter.add((await runner.run(before.session, feeds)).outputs, (await runner.run(after.session, feeds)).outputs, {
        samples: count,
        labels,
      });
    }
    return counter.judgement;
  } finally {
    await dataset.close();
    await runner.dispose();
    await model.close();
  }
}

inBenchFolder(async folder => {
  const { values, positionals } = parseArgs({
    options: {
      'max-drop': { type: 'string' },
      'min-agreement': { type: 'string' },
      splits: { type: 'string', default: '20' },
      models: { type: 'string', default: '../shared/models/trained' },
    },
    allowPositionals: true,
  });
  if (!fs.existsSync(values.models)) {
    console.log(`${values.models} is not there: all ${NAMES.length} models skipped.`);
    return;
  }
  const isDrop = values['min-agreement'] === undefined;
  const limit = Number(values['min-agreement'] ?? values['max-drop'] ?? 0.4);
  const parameters = isDrop ? { 'max-drop': limit } : { 'min-agreement': limit };
  for (const name of positionals.length > 0 ? positionals : NAMES) {
    const source = TRAINED_MODELS.get(name);
    if (source === undefined) throw new Error(`No labelled data are known for ${name}.`);
    const data = (file: string): string => path.join(values.models, 'data', file);
    const [images, labels] = [readNpy(data(source.samples)), readNpy(data(source.labels))];
    const base = path.join(values.models, `${name}.onnx`);
    const counts = { whole: 0, mixed: 0, refused: 0, held: 0 };
    const start = performance.now();
    for (let seed = 0; seed < Number(values.splits); seed++) {
      const order = [...shuffledIndexes(images.shape[0] ?? 0, seededRandom(1000 + seed))];
      const half = order.length >> 1;
      const seen = writeHalf(path.join(folder, `${name}-${seed}-seen`), source.input, images, labels, order.slice(0, half));
      const unseen = writeHalf(path.join(folder, `${name}-${seed}-unseen`), source.input, images, labels, order.slice(half));
      const output = path.join(folder, `${name}-${seed}.onnx`);
      try {
        const { passes } = await optimizeModel(
          {
            ...{ kind: 'optimize', path: base, output, passes: [{ id: 'mixed-precision', parameters }], evaluationData: seen },
            ...{ conditions: { dims: {}, threads: 1, seed, data: data(source.calibration) }, measure: false, batch: 1 },
          },
          SILENT,
        );
        const { samples, agreeing, labelled } = await judgeUnseen(base, output, unseen);
        const drop = labelled === undefined ? Number.NaN : (labelled.lost - labelled.won) / labelled.samples;
        const isHeld = isDrop ? 100 * drop <= limit : (100 * agreeing) / samples >= limit;
        const isWhole = passes.some(({ notes }) => notes.some(note => note.startsWith('INT8 as a whole')));
        counts[isWhole ? 'whole' : 'mixed']++;
        if (isHeld) counts.held++;
      } catch (error) {
        if (!(error instanceof LayerwiseError) || !['budget-broken', 'not-applicable'].includes(error.reason)) throw error;
        counts.refused++;
      }
      for (const place of [seen, unseen, output]) fs.rmSync(place, { recursive: true, force: true });
    }
    const accepted = counts.whole + counts.mixed;
    const seconds = ((performance.now() - start) / 1000 / Number(values.splits)).toFixed(1);
    console.log(
      `${name}, ${JSON.stringify(parameters)}: ${counts.held} of ${accepted} accepted plans hold on the unseen half (${counts.whole} plain INT8, ${counts.mixed} mixed; ${counts.refused} splits refused), ${seconds} s each`,
    );
  }
});
