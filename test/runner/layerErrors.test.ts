import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analysis/analyze';
import { openModel, type OnnxModel } from '../../src/onnx/openModel';
import type { LayerError } from '../../src/shared/report/layerError';
import { decodeTensorProto } from '../../src/worker/decodeTensorProto';
import { layerErrors } from '../../src/worker/layerErrors/layerErrors';
import { optimizeModel } from '../../src/worker/optimize/optimize';
import { openOptimizeData } from '../../src/worker/optimize/optimizeData';
import { RunnerProcess } from '../../src/worker/runnerProcess';
import { temporaryFolder } from '../fixtures/temporaryFolder';
import { recordedContext } from './jobFixtures';

const folder = temporaryFolder();
const conditions = { dims: {}, threads: 1, seed: 1 };
const open: OnnxModel[] = [];

afterAll(async () => {
  for (const model of open) await model.close();
});

async function opened(file: string): Promise<OnnxModel> {
  const model = await openModel(file);
  open.push(model);
  return model;
}

async function errorsOf(name: string, id: string): Promise<readonly LayerError[]> {
  const file = path.resolve('test/fixtures/models', name);
  const output = path.join(folder, `${id}-${name}`);
  const passes = [{ id, parameters: {} }];
  await optimizeModel(
    { kind: 'optimize', path: file, output, passes, conditions, evaluationData: undefined, measure: false, batch: 1 },
    recordedContext(),
  );
  const base = await opened(file);
  const variant = await opened(output);
  const data = await openOptimizeData(file, base.graph, conditions, decodeTensorProto);
  const runner = await RunnerProcess.start({ signal: new AbortController().signal, file });
  try {
    const { dims, shapes } = data.fixed;
    const analysis = analyze(base.graph, base.reader, { dims, inputShapes: shapes });
    const batches = (size: number): ReturnType<typeof data.heldBack.batches> => data.heldBack.batches(size);
    return await layerErrors({
      ...{ runner, threads: 1, batches },
      base: { model: base, graph: base.graph, analysis },
      variant: { model: variant, graph: variant.graph },
    });
  } finally {
    await runner.dispose();
    await data.close();
  }
}

describe('errors of layers', { timeout: 120_000 }, () => {
  it('are small in half precision, whose activations are widened to be seen', async () => {
    const errors = await errorsOf('mnist_resnet.onnx', 'float16');
    expect(errors.length).toBeGreaterThan(10);
    for (const { localDb, accumulatedDb, cosine } of errors) {
      expect(localDb).toBeGreaterThan(50);
      expect(accumulatedDb).toBeGreaterThan(40);
      expect(cosine).toBeGreaterThan(0.99995);
    }
  });

  it('grow through a quantized network, while each layer alone adds little', async () => {
    const errors = await errorsOf('mnist_resnet.onnx', 'quantize-static');
    expect(errors.length).toBeGreaterThan(10);
    const [first] = errors;
    expect(first?.accumulatedDb).toBeCloseTo(first?.localDb ?? NaN, 1);
    for (const { accumulatedDb, localDb } of errors) expect(localDb).toBeGreaterThan(Math.min(accumulatedDb - 1, 30));
    // Noise at right angles to the signal takes half its share of the power from the cosine; noise that scales the signal takes less.
    for (const { accumulatedDb, cosine } of errors) {
      expect(cosine).toBeLessThan(1);
      expect(1 - cosine).toBeLessThan(0.51 * 10 ** (-accumulatedDb / 10));
    }
    const last = errors.at(-1);
    expect(last?.localDb).toBeGreaterThan((last?.accumulatedDb ?? NaN) + 3);
  });

  it('are rounding alone after a clean-up', async () => {
    const errors = await errorsOf('mnist_vit.onnx', 'clean');
    expect(errors.length).toBeGreaterThanOrEqual(20);
    for (const { accumulatedDb } of errors) expect(accumulatedDb).toBeGreaterThan(90);
  });
});
