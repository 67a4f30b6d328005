import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyModels } from '../../src/onnx/copyModel';
import { openModel } from '../../src/onnx/openModel';
import { writeModel } from '../../src/onnx/writeModel';
import { writeSkeleton } from '../../src/onnx/writeSkeleton';
import { applyEdits } from '../../src/shared/graph/applyEdits';
import type { NamedTensors } from '../../src/shared/graph/denseTensor';
import { RunnerProcess } from '../../src/worker/runnerProcess';
import { buildModel, type FixtureGraph, type FixtureModel } from '../fixtures/buildModel';
import { temporaryFolder } from '../fixtures/temporaryFolder';

const folder = temporaryFolder();
const OPTIONS = { threads: 1, graphOptimization: 'all' } as const;
const EDITS = [
  { kind: 'addOutput', name: 'h' },
  { kind: 'setMetadata', key: 'k', value: 'v' },
] as const;

let runner: RunnerProcess;
beforeAll(async () => {
  runner = await RunnerProcess.start({ signal: new AbortController().signal, file: folder });
});
afterAll(() => runner.dispose());

function weightOf(size: number): Uint8Array {
  return new Uint8Array(Float32Array.from({ length: size * size }, (_, index) => Math.sin(index)).buffer);
}

/** y = Relu(x · w), w of `size` × `size` floats, at a place in the file that moves with the length of the graph's name. */
function model(size: number, shift: number): FixtureModel {
  return {
    name: 'g'.repeat(1 + shift),
    nodes: [
      { op: 'MatMul', inputs: ['x', 'w'], outputs: ['h'] },
      { op: 'Relu', inputs: ['h'], outputs: ['y'] },
    ],
    inputs: [{ name: 'x', shape: [2, size] }],
    outputs: [{ name: 'y', shape: [2, size] }],
    initializers: [{ name: 'w', dims: [size, size], raw: weightOf(size) }],
  };
}

function feeds(size: number): NamedTensors {
  return new Map([
    ['x', { dtype: 'float32', dims: [2, size], data: Float32Array.from({ length: 2 * size }, (_, index) => Math.cos(index)) }],
  ]);
}

async function outputs(file: string, size: number, dataFolder?: string): Promise<NamedTensors> {
  const { session } = await runner.createSession(file, { ...OPTIONS, ...(dataFolder === undefined ? {} : { dataFolder }) });
  const { outputs } = await runner.run(session, feeds(size));
  await runner.releaseSession(session);
  return outputs;
}

/** Runs an edited copy once as a whole file and once as a skeleton; returns both results and the size of the skeleton. */
async function bothWays(
  file: string,
  size: number,
): Promise<{ readonly whole: NamedTensors; readonly skeleton: NamedTensors; readonly bytes: number }> {
  const [wholeFile, skeletonFile] = ['whole.onnx', 'skeleton.onnx'].map(name => path.join(runner.folder, name)) as [string, string];
  const source = await openModel(file);
  const graph = applyEdits(source.graph, { edits: EDITS });
  await writeModel(source, graph, wholeFile);
  const written = await writeSkeleton(source, graph, skeletonFile);
  try {
    const whole = await outputs(wholeFile, size);
    return { whole, skeleton: await outputs(skeletonFile, size, written?.dataFolder), bytes: fs.statSync(skeletonFile).size };
  } finally {
    await source.close();
    for (const made of [wholeFile, skeletonFile]) fs.rmSync(made, { force: true });
  }
}

describe('a skeleton', () => {
  it.each([
    [20, 64],
    [512, 17],
    [1024, 5],
  ])('runs like the whole model with weights of %i² floats at %i offsets in a row', async (size, offsets) => {
    const file = path.join(folder, `aligned-${size}.onnx`);
    for (let shift = 0; shift < offsets; shift++) {
      fs.writeFileSync(file, buildModel(model(size, shift)));
      const { whole, skeleton, bytes } = await bothWays(file, size);
      expect(skeleton).toEqual(whole);
      expect([...skeleton.keys()].sort()).toEqual(['h', 'y']);
      expect(bytes).toBeLessThan(1000);
    }
  });

  it('points at weights in data files, constants and bodies as well', async () => {
    const size = 32;
    const branch = (name: string): FixtureGraph => ({
      nodes: [
        { op: 'Constant', outputs: ['c'], attributes: { value: { tensor: { name: '', dims: [size, size], raw: weightOf(size) } } } },
        { op: 'MatMul', inputs: ['x', 'c'], outputs: ['a'] },
        { op: 'MatMul', inputs: ['a', 'inner'], outputs: [name] },
      ],
      initializers: [{ name: 'inner', dims: [size, size], raw: weightOf(size) }],
      outputs: [{ name, shape: [2, size] }],
    });
    const { nodes, ...rest } = model(size, 3);
    const nested = buildModel({
      ...rest,
      nodes: [
        ...nodes,
        {
          op: 'If',
          inputs: ['yes'],
          outputs: ['z'],
          attributes: { then_branch: { graph: branch('t') }, else_branch: { graph: branch('e') } },
        },
      ],
      initializers: [...(rest.initializers ?? []), { name: 'yes', dims: [], dtype: 'bool', values: [1] }],
      outputs: [...(rest.outputs ?? []), { name: 'z', shape: [2, size] }],
    });
    const embedded = path.join(folder, 'nested.onnx');
    fs.writeFileSync(embedded, nested);
    const external = path.join(folder, 'nested-external.onnx');
    await copyModels(embedded, external, { weights: 'external', several: false });
    for (const file of [embedded, external]) {
      const { whole, skeleton, bytes } = await bothWays(file, size);
      expect(skeleton).toEqual(whole);
      expect(bytes).toBeLessThan(3000);
    }
  });

  it('is not written when the files of the model lie in several folders', async () => {
    const home = path.join(folder, 'home');
    fs.mkdirSync(path.join(home, 'sub'), { recursive: true });
    fs.writeFileSync(path.join(home, 'sub', 'model.onnx'), buildModel(model(20, 0)));
    await copyModels(path.join(home, 'sub', 'model.onnx'), path.join(home, 'model.onnx'), { weights: 'external', several: false });
    fs.renameSync(path.join(home, 'model.onnx'), path.join(home, 'sub', 'linked.onnx'));
    fs.symlinkSync('sub/linked.onnx', path.join(home, 'model.onnx'));
    const source = await openModel(path.join(home, 'model.onnx'));
    expect(source.problems).toEqual([]);
    const output = path.join(folder, 'nothing.onnx');
    expect(await writeSkeleton(source, applyEdits(source.graph, { edits: EDITS }), output)).toBeUndefined();
    expect(fs.existsSync(output)).toBe(false);
    await source.close();
  });
});
