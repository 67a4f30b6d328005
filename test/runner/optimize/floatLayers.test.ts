import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openModel } from '../../../src/onnx/openModel';
import { optimizeModel } from '../../../src/worker/optimize/optimize';
import { RunnerProcess } from '../../../src/worker/runnerProcess';
import { buildModel } from '../../fixtures/buildModel';
import { noise } from '../../fixtures/sketchGraph';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { recordedContext } from '../jobFixtures';

const folder = temporaryFolder();
const [source, output] = ['source.onnx', 'variant.onnx'].map(name => path.join(folder, name)) as [string, string];
const EXCLUDED = 1;

/** Operators of the graph that the runtime makes of a model. */
async function kernels(file: string): Promise<readonly string[]> {
  const runner = await RunnerProcess.start({ signal: new AbortController().signal, file });
  try {
    const optimizedModelPath = path.join(runner.folder, 'optimized.onnx');
    await runner.createSession(file, { threads: 1, graphOptimization: 'all', optimizedModelPath });
    const optimized = await openModel(optimizedModelPath);
    const { ops } = optimized.graph.nodes;
    await optimized.close();
    return ops;
  } finally {
    await runner.dispose();
  }
}

it('a convolution left out between integer kernels runs in float32, though two Relus follow, which the runtime would refuse', async () => {
  const weights = ['w0', 'w1', 'w2'].map((name, index) => ({ name, dims: [16, 16, 3, 3], values: noise(2304, index) }));
  const shape = ['batch', 16, 8, 8];
  const model = {
    nodes: [
      { op: 'Conv', inputs: ['x', 'w0'], outputs: ['a'] },
      { op: 'Conv', inputs: ['a', 'w1'], outputs: ['b'] },
      { op: 'Relu', inputs: ['b'], outputs: ['c'] },
      { op: 'Relu', inputs: ['c'], outputs: ['d'] },
      { op: 'Conv', inputs: ['d', 'w2'], outputs: ['y'] },
    ],
    inputs: [{ name: 'x', shape }],
    outputs: [{ name: 'y' }],
    initializers: weights,
  };
  fs.writeFileSync(source, buildModel(model));
  const passes = [{ id: 'quantize-static', parameters: {}, exclude: [EXCLUDED] }];
  const conditions = { dims: {}, threads: 1, seed: 1 };
  const request = {
    kind: 'optimize',
    path: source,
    output,
    passes,
    conditions,
    evaluationData: undefined,
    measure: false,
    batch: 1,
  } as const;
  const result = await optimizeModel(request, recordedContext());
  expect(result.passes.at(-1)?.skipped).toEqual([{ layer: EXCLUDED, reason: 'left out by choice' }]);
  const ops = await kernels(output);
  expect(ops.filter(op => /Conv/.test(op)).toSorted()).toEqual(['Conv', 'QLinearConv', 'QLinearConv']);
}, 60_000);
