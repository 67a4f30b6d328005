import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inferShapes } from '../../src/analysis/shapes/inferShapes';
import { operandFaults } from '../../src/analysis/shapes/operandFaults';
import { openModelBytes } from '../../src/onnx/openModelBytes';
import type { NamedTensors } from '../../src/shared/graph/denseTensor';
import { RunnerProcess } from '../../src/worker/runnerProcess';
import { buildModel, type FixtureAttribute } from '../fixtures/buildModel';
import { temporaryFolder } from '../fixtures/temporaryFolder';

type Case = readonly [op: string, shapes: readonly (readonly number[])[], attributes?: Readonly<Record<string, FixtureAttribute>>];

/** One node each, by what it does not fit in, and beside it what does. */
const CASES: readonly Case[] = [
  ['Conv', [[1, 4, 8, 8], [2, 3, 3, 3]]],
  ['Conv', [[1, 3, 8, 8], [2, 3, 3, 3]]],
  ['Conv', [[1, 4, 8], [4, 1, 3]], { group: 2 }],
  ['Conv', [[1, 4, 8], [4, 2, 3]], { group: 2 }],
  ['Conv', [[1, 1, 2, 8], [1, 1, 3, 3]]],
  ['Conv', [[1, 1, 2, 8], [1, 1, 3, 3]], { pads: [0, 0, 1, 0] }],
  ['Conv', [[1, 1, 4], [1, 1, 3]], { dilations: [2] }],
  ['Conv', [[1, 1, 2], [1, 1, 3]], { auto_pad: 'SAME_UPPER' }],
  ['ConvTranspose', [[1, 3, 4], [2, 3, 3]]],
  ['ConvTranspose', [[1, 2, 4], [2, 3, 3]]],
  ['MatMul', [[2, 3], [4, 5]]],
  ['MatMul', [[2, 4], [4, 5]]],
  ['MatMul', [[4], [4, 5]]],
  ['MatMul', [[2, 3, 4], [3, 4, 5]]],
  ['Gemm', [[2, 3], [5, 4]], { transB: 1 }],
  ['Gemm', [[2, 4], [5, 4]], { transB: 1 }],
  ['Add', [[2, 3], [2, 4]]],
  ['Add', [[2, 3], [2, 1]]],
  ['Mul', [[0, 3], [2, 3]]],
  ['Mul', [[0, 3], [1, 3]]],
  ['Concat', [[2, 3], [2, 4]], { axis: 0 }],
  ['Concat', [[2, 3], [5, 3]], { axis: 0 }],
  ['BatchNormalization', [[1, 3, 4], [2], [2], [2], [2]]],
  ['BatchNormalization', [[1, 2, 4], [2], [2], [2], [2]]],
  ['GRU', [[3, 1, 5], [1, 6, 4], [1, 6, 2]], { hidden_size: 2 }],
  ['GRU', [[3, 1, 4], [1, 6, 4], [1, 6, 2]], { hidden_size: 2 }],
]; // prettier-ignore

const folder = temporaryFolder();
let runner: RunnerProcess;
beforeAll(async () => {
  runner = await RunnerProcess.start({ signal: new AbortController().signal, file: folder });
});
afterAll(() => runner.dispose());

function modelOf([op, shapes, attributes = {}]: Case, sizes: (shape: readonly number[]) => readonly (number | string)[]): Uint8Array {
  const inputs = shapes.map((shape, index) => ({ name: `x${index}`, shape: sizes(shape) }));
  return buildModel({
    inputs,
    nodes: [{ op, inputs: inputs.map(({ name }) => name), outputs: ['y'], attributes }],
    outputs: [{ name: 'y' }],
  });
}

/** Dims are left open in the file, so that sizes are seen in the run as well. */
async function runs(item: Case): Promise<boolean> {
  let count = 0;
  const file = path.join(folder, 'node.onnx');
  fs.writeFileSync(
    file,
    modelOf(item, shape => shape.map(() => `d${count++}`)),
  );
  const feeds: NamedTensors = new Map(
    item[1].map((dims, index) => [
      `x${index}`,
      { dtype: 'float32', dims, data: new Float32Array(dims.reduce((product, dim) => product * dim, 1)) },
    ]),
  );
  try {
    const { session } = await runner.createSession(file, { threads: 1, graphOptimization: 'disabled' });
    await runner.run(session, feeds).finally(() => runner.releaseSession(session));
    return true;
  } catch {
    return false;
  }
}

describe('operands that do not fit', () => {
  it.each(CASES.map(item => [item] as const))('%j: found where the runtime refuses them, and nowhere else', async item => {
    const { graph, reader } = openModelBytes(modelOf(item, shape => shape));
    const faults = operandFaults(graph, inferShapes(graph, reader, { dims: new Map() }));
    expect(faults.length === 0).toBe(await runs(item));
  });
});
