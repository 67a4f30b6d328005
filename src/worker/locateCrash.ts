import fs from 'node:fs/promises';
import path from 'node:path';
import { onnx } from '../onnx/generated/onnx';
import type { NamedTensors } from '../shared/graph/denseTensor';
import type { Graph } from '../shared/graph/graph';
import { nodeLabel } from '../shared/graph/nodeLabel';
import { mainGraph } from '../shared/graph/traversal';
import type { SessionOptions } from '../shared/protocol/workerRunner';
import { LayerwiseError } from '../shared/report/layerwiseError';
import { RunnerProcess, type RunnerLimits } from './runnerProcess';

/** A larger file is not taken apart: it is decoded as a whole for this. */
const LARGEST_FILE_BYTES = 128 * 2 ** 20;
const PROBE_DEADLINE_MS = 10_000;

export interface CrashTask {
  readonly path: string;
  readonly graph: Graph;
  readonly feeds: NamedTensors;
  readonly options: SessionOptions;
  readonly limits: RunnerLimits;
}

/**
 * Finds the node on which the runtime crashes, which it cannot say itself: bisects over models that end after the n-th node, each in a process of its own.
 * Returns the error that names it, or `crash` as it was when the node cannot be told (a crash that needs the whole model, external data, a very large file).
 */
export async function locateCrash(crash: LayerwiseError, task: CrashTask): Promise<LayerwiseError> {
  if (crash.reason !== 'runtime-crash' || crash.place.node !== undefined) return crash;
  const model = await decodeModel(task);
  if (model?.graph?.node === undefined || model.graph.node === null) return crash;
  let runs = 0;
  let crashes = model.graph.node.length;
  while (crashes - runs > 1) {
    const middle = Math.floor((runs + crashes) / 2);
    if ((await probe(task, model, middle)) === undefined) runs = middle;
    else crashes = middle;
  }
  return (await probe(task, model, crashes)) ?? crash;
}

async function decodeModel({ path: file, graph }: CrashTask): Promise<onnx.ModelProto.$Properties | undefined> {
  const hasExternal = graph.tensors.weights.some(weight => weight?.bytes.kind === 'file' && weight.bytes.form === 'external');
  const { size } = await fs.stat(file);
  return hasExternal || size > LARGEST_FILE_BYTES ? undefined : onnx.ModelProto.decode(await fs.readFile(file));
}

/** Runs the first `count` nodes once; the crash, naming the last of them, or nothing when there is none. */
async function probe(task: CrashTask, model: onnx.ModelProto.$Properties, count: number): Promise<LayerwiseError | undefined> {
  const limits = {
    ...task.limits,
    phaseDeadlineMs: PROBE_DEADLINE_MS,
    onlyNode: nodeLabel(task.graph, mainGraph(task.graph).firstNode + count - 1),
  };
  const runner = await RunnerProcess.start(limits);
  try {
    const file = path.join(runner.folder, 'prefix.onnx');
    await fs.writeFile(file, prefixModel(model, count));
    const { session } = await runner.createSession(file, task.options);
    await runner.timeRuns({ session, feeds: await runner.storeFeeds(task.feeds) }, { maxRuns: 1, maxMs: 0 }, true);
    return undefined;
  } catch (error) {
    if (error instanceof LayerwiseError && error.reason === 'cancelled') throw error;
    return error instanceof LayerwiseError && error.reason === 'runtime-crash' ? error : undefined;
  } finally {
    await runner.dispose();
  }
}

/** The model up to its `count`-th node, whose outputs become the model's: the runtime infers their types. */
function prefixModel(model: onnx.ModelProto.$Properties, count: number): Uint8Array {
  const nodes = model.graph?.node?.slice(0, count) ?? [];
  const outputs = (nodes.at(-1)?.output ?? []).filter(name => name !== '');
  return onnx.ModelProto.encode({ ...model, graph: { ...model.graph, node: nodes, output: outputs.map(name => ({ name })) } }).finish();
}
