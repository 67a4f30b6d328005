import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EvaluatedShapes } from '../../src/analysis/shapes/evaluatedShapes';
import { inferShapes } from '../../src/analysis/shapes/inferShapes';
import { openModel } from '../../src/onnx/openModel';
import type { DenseTensor } from '../../src/shared/graph/denseTensor';
import { RunnerProcess } from '../../src/worker/runnerProcess';
import { filled } from '../bench/modelFiles';
import { temporaryFolder } from '../fixtures/temporaryFolder';
import { runShapes } from './runShapes';

/** Real architectures; they lie beside the checkout, not in it, and `fill.mjs` there writes their weights. */
const SKELETONS = path.resolve('..', 'shared', 'models', 'skeletons');
const MODELS = fs.existsSync(SKELETONS) ? fs.readdirSync(SKELETONS).filter(file => file.endsWith('.golden.json')) : [];

/** Three sizes for every symbol that the skeletons have, different ones for those that stand in one model. */
const ASSIGNMENTS: readonly ReadonlyMap<string, number>[] = [
  { batch: 1, sequence: 7, height: 64, width: 96 },
  { batch: 2, sequence: 5, height: 96, width: 32 },
  { batch: 3, sequence: 16, height: 32, width: 128 },
].map(sizes => new Map(Object.entries(sizes)));

interface GoldenInput {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly symbolic?: Readonly<Record<string, string>>;
}

/** Tokens and masks are ones, pixels follow a wave. */
function feed({ dtype, shape, symbolic = {} }: GoldenInput, sizes: ReadonlyMap<string, number>): DenseTensor {
  const dims = shape.map((dim, axis) => sizes.get(symbolic[axis] ?? '') ?? dim);
  const length = dims.reduce((product, dim) => product * dim, 1);
  return dtype === 'int64'
    ? { dtype, dims, data: new BigInt64Array(length).fill(1n) }
    : { dtype: 'float32', dims, data: Float32Array.from({ length }, (_, index) => Math.cos(index)) };
}

const folder = temporaryFolder();
let runner: RunnerProcess;
beforeAll(async () => {
  runner = await RunnerProcess.start({ signal: new AbortController().signal, file: folder });
});
afterAll(() => runner.dispose());

describe('symbols of a real architecture', () => {
  it.each(MODELS)('%s: three assignments give the shapes that the runtime makes', async golden => {
    const name = golden.replace('.golden.json', '');
    const { inputs } = JSON.parse(fs.readFileSync(path.join(SKELETONS, golden), 'utf8')) as { readonly inputs: readonly GoldenInput[] };
    const model = await openModel(filled(path.join(SKELETONS, `${name}.onnx`), folder));
    const { graph, reader } = model;
    const symbolic = inferShapes(graph, reader, { dims: new Map() });
    const feeds = ASSIGNMENTS.map(sizes => new Map(inputs.map(input => [input.name, feed(input, sizes)])));
    const runs = await runShapes(runner, model, feeds);
    for (const [index, sizes] of ASSIGNMENTS.entries()) {
      const made = [...(runs[index] ?? [])];
      const evaluated = new EvaluatedShapes(graph, symbolic, sizes);
      expect(made.length).toBeGreaterThan(20);
      const inferred = made.map(([tensor]) => [graph.tensors.names[tensor], evaluated.fact(evaluated.frame, tensor).shape]);
      expect(inferred).toEqual(made.map(([tensor, shape]) => [graph.tensors.names[tensor], shape]));
    }
    await model.close();
    fs.rmSync(path.join(folder, `${name}.data`), { force: true });
  });

  afterAll(() => {
    if (MODELS.length === 0) console.log('runs of skeletons: 0 models, all skipped (no skeletons beside the checkout)');
  });
});
