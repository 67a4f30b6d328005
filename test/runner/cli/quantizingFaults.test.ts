import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CALIBRATION_FOLDERS, type CalibrationFolder, type Files } from '../../fixtures/calibrationFolders';
import { QUANTIZING_MODELS, type QuantizingModel } from '../../fixtures/quantizingModels';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { runCli } from './runCli';

const TIMEOUT = 180_000;
const root = temporaryFolder();
const PASSES = [
  'quantize-static',
  'mixed-precision:min-agreement=50',
  'quantize-dynamic',
  'quantize-weights',
  'float16',
  'dequantize',
] as const;
type PassText = (typeof PASSES)[number];
const [STATIC, MIXED, DYNAMIC, WEIGHTS, HALF, BACK] = PASSES;

/** `done`: a variant was written; else the sentence with which the command ends. */
type Outcome = 'done' | RegExp;

function write(folder: string, files: Files): string {
  fs.mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), content);
  return folder;
}

const folderOf = (name: CalibrationFolder): string => {
  const folder = write(path.join(root, 'data', name), CALIBRATION_FOLDERS[name]);
  return name.startsWith('csv') ? path.join(folder, 'rows.csv') : folder;
};

interface Attempt {
  readonly code: number | null;
  readonly stderr: string;
  readonly notes: readonly string[];
  /** The variant, where there is one. */
  readonly output: string | undefined;
}

/** One pass on a model in a folder of its own. Whatever comes out, the model is as it was, and nothing but a whole variant lies beside it. */
async function attempt(model: Uint8Array, pass: string, ...args: readonly string[]): Promise<Attempt> {
  const folder = fs.mkdtempSync(path.join(root, 'run-'));
  const [file, output] = ['model.onnx', 'variant.onnx'].map(name => path.join(folder, name)) as [string, string];
  fs.writeFileSync(file, model);
  const run = await runCli(['optimize', file, '--pass', pass, '--no-measure', '--json', '-o', output, ...args]);
  const { code, stdout, stderr, leftovers } = run;
  expect(leftovers).toEqual([]);
  expect(fs.readFileSync(file).equals(model)).toBe(true);
  expect(fs.readdirSync(folder)).toEqual(code === 0 ? ['model.onnx', 'variant.onnx'] : ['model.onnx']);
  if (code !== 0) return { code, stderr, notes: [], output: undefined };
  const report = JSON.parse(stdout) as {
    readonly notes: readonly string[];
    readonly passes: readonly { readonly notes: readonly string[] }[];
  };
  return { code, stderr, output, notes: [...report.notes, ...report.passes.flatMap(({ notes }) => notes)] };
}

function expectOutcome({ code, stderr }: Attempt, outcome: Outcome): void {
  expect({ code, stderr: stderr.trim() }).toEqual(
    outcome === 'done' ? { code: 0, stderr: '' } : { code: 3, stderr: expect.stringMatching(outcome) as string },
  );
  expect(stderr.trim().split('\n')).toHaveLength(1);
}

const DATA: readonly (readonly [QuantizingModel, CalibrationFolder, Outcome, RegExp?])[] = [
  ['plain', 'narrow', /x\.npy has the shape \[40, 32\].*takes samples of \[64\]\. Save it as \[samples, 64\]/],
  ['plain', 'bytes', /x\.npy is uint8, but input “x” takes float32; say how in a preprocess\.json/],
  ['plain', 'otherName', /nothing for the model's input “x”.*It has: input\./],
  ['plain', 'infinity', /x\.npy has a value that is not finite.* in sample 7\. Leave that sample out/],
  ['plain', 'huge', /“r0”, given by Relu “Relu #1”, takes values that are not finite/],
  ['root', 'negative', /“b”, given by Sqrt “root”, takes values that are not finite.*first in the samples 1 to 20/],
  ['plain', 'noFiles', /holds no data: one \.npy file per input of the model is needed \(x\.npy\)/],
  ['plain', 'one', 'done', /^There is one sample: what was fitted to it was verified with it/],
  ['plain', 'constant', 'done', /^The calibration data hold nothing but the value 0\.5/],
  ['batchOf4', 'uneven', 'done'],
  ['batchOf4', 'fewerThanABatch', /has 3 samples, but the model's input “x” takes 4 at once/],
  ['plain', 'csvWithoutHeader', /rows\.csv: line 1 holds numbers where the names of the columns are needed/],
  ['image', 'imagesLarger', /\[40, 3, 9, 9\].*takes samples of \[3, 8, 8\]/],
  ['image', 'imagesLabelsTooLarge', /label of sample \d+ .* is 4, but the model has the classes 0 to 3/],
  ['image', 'pictures', 'done'],
  ['fourChannels', 'pictures', /holds images, but the model's input has 4 channels/],
];

describe('calibration data', { timeout: TIMEOUT }, () => {
  for (const [model, data, outcome, note] of DATA)
    it(`of ${model}: ${data}`, async () => {
      const result = await attempt(QUANTIZING_MODELS[model](), STATIC, '--data', folderOf(data));
      expectOutcome(result, outcome);
      if (note !== undefined) expect(result.notes).toContainEqual(expect.stringMatching(note));
    });

  it.each([DYNAMIC, HALF, BACK])('that do not fit stop %s', async pass => {
    expectOutcome(await attempt(QUANTIZING_MODELS.plain(), pass, '--data', folderOf('narrow')), /takes samples of \[64\]/);
  });

  it('without labels do not judge a drop of accuracy', async () => {
    const result = await attempt(QUANTIZING_MODELS.image(), 'mixed-precision:max-drop=1', '--data', folderOf('imagesUnlabelled'));
    expectOutcome(result, /label/);
  });
});

const NOTHING = /^Nothing in this model can/;
const NO_LAYER = /it has no (Conv, Gemm or MatMul|MatMul, Gemm or LSTM|MatMul, Gemm or Conv with weights and no embedding)\./;
const NOT_QUANTIZED = /nothing to dequantize in this model: it is not quantized/;
const REPLACEABLE = /its weight is also an input of the model, so a caller may replace it/;
const NOT_FINITE = /weight.* holds NaN or infinity/;

const MODELS: readonly (readonly [QuantizingModel, PassText, Outcome])[] = [
  ['zeroWeights', STATIC, 'done'],
  ['zeroWeights', DYNAMIC, 'done'],
  ['zeroWeights', WEIGHTS, 'done'],
  ['zeroChannels', STATIC, 'done'],
  ['zeroChannels', DYNAMIC, 'done'],
  ['shared', STATIC, 'done'],
  ['captured', STATIC, 'done'],
  ['nanWeights', STATIC, NOT_FINITE],
  ['nanWeights', DYNAMIC, NOT_FINITE],
  ['nanWeights', WEIGHTS, NOT_FINITE],
  ['nanWeights', HALF, 'done'],
  ['inputWeights', STATIC, REPLACEABLE],
  ['inputWeights', HALF, 'done'],
  ['called', STATIC, /1 layer stays as it is in .*functions \(product_p\): what is computed there is not observed/],
  ['called', DYNAMIC, /1 layer stays as it is in functions \(product_p\)/],
  ['relu', STATIC, NO_LAYER],
  ['relu', MIXED, NO_LAYER],
  ['relu', DYNAMIC, NO_LAYER],
  ['relu', WEIGHTS, NO_LAYER],
  ['empty', STATIC, NO_LAYER],
  ['empty', HALF, NOTHING],
  ['empty', BACK, NOT_QUANTIZED],
];

describe('a model', { timeout: TIMEOUT }, () => {
  it.each(MODELS)('of the kind %s: %s', async (name, pass, outcome) => {
    expectOutcome(await attempt(QUANTIZING_MODELS[name](), pass, '--data', folderOf('good')), outcome);
  });
});

describe('a model that is quantized already', { timeout: 5 * TIMEOUT }, () => {
  const made = (pass: string) => async (): Promise<Uint8Array> =>
    fs.readFileSync((await attempt(QUANTIZING_MODELS.plain(), pass, '--data', folderOf('good'))).output ?? '');
  it.each([
    ['QLinear operators', () => Promise.resolve(QUANTIZING_MODELS.qoperator()), [STATIC, MIXED, DYNAMIC, WEIGHTS, HALF]],
    ['QDQ', made(STATIC), [STATIC, MIXED, DYNAMIC, WEIGHTS, HALF]],
    ['dynamic INT8', made(DYNAMIC), [STATIC, MIXED, DYNAMIC, WEIGHTS, HALF]],
    ['weights in blocks', made('quantize-weights:format=matmulnbits'), [STATIC, MIXED, DYNAMIC, WEIGHTS]],
    ['weights for storage only', made('quantize-weights:format=folded'), [STATIC, MIXED, DYNAMIC, WEIGHTS]],
  ] as const)('is known as %s, refused with what to do, and comes back to float32', async (form, make, refused) => {
    const model = await make();
    for (const pass of refused) {
      const result = await attempt(model, pass, '--dry-run');
      expectOutcome(result, /The model is quantized already \(.*\): with the pass dequantize before this one it starts from float32/);
      expect(result.stderr).toContain(`(${form})`);
    }
    expectOutcome(await attempt(model, BACK, '--data', folderOf('good')), 'done');
  });
});
