import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analysis/analyze';
import { openModel, type OnnxModel } from '../../src/onnx/openModel';
import { applyEdits } from '../../src/shared/graph/applyEdits';
import type { DenseTensor, NamedTensors } from '../../src/shared/graph/denseTensor';
import type { TensorId } from '../../src/shared/graph/graph';
import { neededFor } from '../../src/shared/graph/neededFor';
import { isGraphOutput, mainGraph, nodeOutputs, producerOf, tensorByName } from '../../src/shared/graph/traversal';
import { extractModel } from '../../src/worker/extract/extractModel';
import { runInputs } from '../../src/worker/runInputs';
import { RunnerProcess } from '../../src/worker/runnerProcess';
import { withGraphSession } from '../../src/worker/withGraphSession';
import { buildModel } from '../fixtures/buildModel';
import { loopWithIfModel } from '../fixtures/nestedBodies';
import { randomNetworks } from '../fixtures/randomNetwork';
import { temporaryFolder } from '../fixtures/temporaryFolder';

const folder = temporaryFolder();
const { signal } = new AbortController();
/** Without fusions, which differ from part to part, the same kernels give the same bits. */
const OPTIONS = { threads: 1, graphOptimization: 'disabled' } as const;
const RUNS = 25;
const SEED = 7;

let runner: RunnerProcess;
beforeAll(async () => {
  runner = await RunnerProcess.start({ signal, file: folder });
});
afterAll(() => runner.dispose());

/** Every tensor that nodes of the main graph make, in one run. */
async function allValues(model: OnnxModel): Promise<NamedTensors> {
  const { graph, reader } = model;
  const { feeds } = await runInputs(graph, model.path, { dims: {}, threads: 1, seed: 1 }, () => undefined);
  const { tensors } = analyze(graph, reader, { dims: new Map() });
  const edits = made(model).flatMap(tensor => {
    const { name = '', dtype } = tensors[tensor] ?? {};
    if (isGraphOutput(graph, tensor)) return [];
    return [{ kind: 'addOutput' as const, name, ...(dtype && { type: { kind: 'tensor' as const, dtype, shape: undefined } }) }];
  });
  return await withGraphSession({ runner, model, name: 'whole' }, applyEdits(graph, { edits }), OPTIONS, async session => {
    const { outputs } = await runner.run(session, feeds);
    return new Map([...feeds, ...outputs]);
  });
}

/** In the order of the file. */
function made({ graph }: OnnxModel): readonly TensorId[] {
  return Array.from({ length: mainGraph(graph).nodeCount }, (_, node) => [...nodeOutputs(graph, node)])
    .flat()
    .filter(tensor => tensor >= 0 && graph.tensors.weights[tensor] === undefined);
}

/** What a tensor is computed from that is there before node `start` runs. */
function frontier({ graph }: OnnxModel, to: TensorId, start: number): readonly TensorId[] {
  const { tensors } = graph;
  const before = Array.from({ length: tensors.count }, (_, tensor) => tensor).filter(
    tensor => tensors.subgraphs[tensor] === 0 && tensors.weights[tensor] === undefined && producerOf(graph, tensor) < start,
  );
  return [...neededFor(graph, [to], new Set(before)).inputs];
}

/** Extracts the part and expects in it the values of the whole. */
async function expectSame(model: OnnxModel, values: NamedTensors, from: readonly TensorId[], to: readonly TensorId[]): Promise<void> {
  const names = (tensors: readonly TensorId[]): readonly string[] => tensors.map(tensor => model.graph.tensors.names[tensor] ?? '');
  const output = path.join(folder, 'part.onnx');
  fs.rmSync(output, { force: true });
  await extractModel({ path: model.path, from: names(from), to: names(to), output }, { signal });
  const part = await openModel(output);
  try {
    const inputs = mainGraph(part.graph).inputs.map(input => part.graph.tensors.names[input] ?? '');
    const feeds = new Map(inputs.map(name => [name, valueOf(values, name)]));
    const { session } = await runner.createSession(output, OPTIONS);
    const { outputs } = await runner.run(session, feeds);
    await runner.releaseSession(session);
    expect([...outputs.keys()]).toEqual(names(to));
    for (const name of names(to)) expect(outputs.get(name)).toEqual(values.get(name));
  } finally {
    await part.close();
  }
}

function valueOf(values: NamedTensors, name: string): DenseTensor {
  const value = values.get(name);
  if (value === undefined) throw new Error(`${name} was not captured`);
  return value;
}

async function opened(bytes: Uint8Array): Promise<OnnxModel> {
  const file = path.join(folder, 'whole.onnx');
  fs.writeFileSync(file, bytes);
  return await openModel(file);
}

describe('an extracted part gives what the whole model gives there, bit by bit', () => {
  it.each(['mnist_resnet', 'mnist_vit'])(
    'in %s',
    async name => {
      const model = await openModel(`test/fixtures/models/${name}.onnx`);
      const values = await allValues(model);
      const tensors = made(model);
      for (const share of [0.2, 0.5, 0.8]) {
        const to = tensors[Math.floor(share * tensors.length)] ?? -1;
        await expectSame(model, values, [], [to]);
        const from = frontier(model, to, Math.floor(producerOf(model.graph, to) * share));
        if (from.length > 0) await expectSame(model, values, from, [to]);
      }
      await model.close();
    },
    120_000,
  );

  it('in a loop with branches that capture values', async () => {
    const model = await opened(loopWithIfModel());
    const [start, end, y] = ['start', 'end', 'y'].map(name => tensorByName(model.graph, name));
    await expectSame(model, await allValues(model), [start ?? -1], [end ?? -1, y ?? -1]);
    await model.close();
  });

  it('between random tensors of random networks', async () => {
    let cuts = 0;
    const property = fc.asyncProperty(randomNetworks, fc.nat(), fc.nat(), async (network, last, first) => {
      const model = await opened(buildModel(network));
      const tensors = made(model);
      const to = tensors[last % tensors.length] ?? -1;
      const from = frontier(model, to, first % (producerOf(model.graph, to) + 1));
      if (from.length > 0) {
        await expectSame(model, await allValues(model), from, [to]);
        cuts++;
      }
      await model.close();
    });
    await fc.assert(property, { numRuns: RUNS, seed: SEED });
    expect(cuts).toBeGreaterThan(RUNS / 2);
  }, 120_000);
});
