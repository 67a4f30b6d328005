import fs from 'node:fs';
import path from 'node:path';
import type { OnnxModel } from '../../src/onnx/openModel';
import { writeSkeleton } from '../../src/onnx/writeSkeleton';
import { applyEdits } from '../../src/shared/graph/applyEdits';
import type { NamedTensors } from '../../src/shared/graph/denseTensor';
import { NONE, type TensorId } from '../../src/shared/graph/graph';
import { mainGraph, nodeOutputs } from '../../src/shared/graph/traversal';
import type { RunnerProcess } from '../../src/worker/runnerProcess';

/**
 * Shapes that the runtime itself makes of each of `feeds`: a copy of the model, run as it stands, tells the shape of every tensor that its
 * nodes make. Tensors of the main graph only; those that are no dense tensors must not be among them.
 */
export async function runShapes(
  runner: RunnerProcess,
  model: OnnxModel,
  feeds: readonly NamedTensors[],
): Promise<readonly ReadonlyMap<TensorId, readonly number[]>[]> {
  const { graph } = model;
  const { nodeCount } = mainGraph(graph);
  const tensors = Array.from({ length: nodeCount }, (_, node) => [...nodeOutputs(graph, node)])
    .flat()
    .filter(tensor => tensor !== NONE);
  const outputs = tensors.map(tensor => `shape of ${tensor}`);
  const asked = tensors.map((tensor, index) => ({
    name: `ask ${tensor}`,
    op: 'Shape',
    domain: '',
    inputs: [graph.tensors.names[tensor] ?? ''],
    outputs: [outputs[index] ?? ''],
    attributes: new Map(),
    origins: [],
  }));
  const asking = applyEdits(graph, {
    edits: [
      { kind: 'replaceNodes', nodes: [], at: nodeCount - 1, with: asked },
      ...outputs.map(name => ({ kind: 'addOutput', name }) as const),
    ],
  });
  const file = path.join(runner.folder, 'asking.onnx');
  const skeleton = await writeSkeleton(model, asking, file);
  const { session } = await runner.createSession(file, {
    threads: 1,
    graphOptimization: 'disabled',
    ...(skeleton === undefined ? {} : { dataFolder: skeleton.dataFolder }),
  });
  try {
    const runs: ReadonlyMap<TensorId, readonly number[]>[] = [];
    for (const fed of feeds) {
      const made = (await runner.run(session, fed)).outputs;
      runs.push(new Map(tensors.map((tensor, index) => [tensor, Array.from(made.get(outputs[index] ?? '')?.data ?? [], Number)])));
    }
    return runs;
  } finally {
    await runner.releaseSession(session);
    fs.rmSync(file);
  }
}
