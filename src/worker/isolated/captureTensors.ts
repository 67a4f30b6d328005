import type { OnnxModel } from '../../onnx/openModel';
import { applyEdits } from '../../shared/graph/applyEdits';
import type { NamedTensors } from '../../shared/graph/denseTensor';
import type { Edit } from '../../shared/graph/edit';
import type { TensorId } from '../../shared/graph/graph';
import { isGraphOutput } from '../../shared/graph/traversal';
import type { Analysis } from '../../shared/report/analysis';
import type { RunnerProcess } from '../runnerProcess';
import { withGraphSession } from '../withGraphSession';

export interface CaptureTask {
  readonly runner: RunnerProcess;
  readonly model: OnnxModel;
  readonly analysis: Analysis;
  readonly feeds: NamedTensors;
  readonly threads: number;
}

/** The values that activations have in one run of the model, by name. Throws what the runtime says. */
export async function captureTensors(task: CaptureTask, tensors: readonly TensorId[]): Promise<NamedTensors> {
  const { runner, model, analysis, feeds, threads } = task;
  const { graph } = model;
  const nameOf = (tensor: TensorId): string => graph.tensors.names[tensor] ?? '';
  const computed = tensors.filter(tensor => !feeds.has(nameOf(tensor)));
  const known = tensors.flatMap(tensor => {
    const fed = feeds.get(nameOf(tensor));
    return fed === undefined ? [] : [[nameOf(tensor), fed] as const];
  });
  if (computed.length === 0) return new Map(known);
  const edits = computed.filter(tensor => !isGraphOutput(graph, tensor)).map(tensor => asOutput(nameOf(tensor), analysis, tensor));
  const options = { threads, graphOptimization: 'all' } as const;
  return await withGraphSession({ runner, model, name: 'captured' }, applyEdits(graph, { edits }), options, async session => {
    const { outputs } = await runner.run(session, feeds, computed.map(nameOf));
    return new Map([...known, ...outputs]);
  });
}

function asOutput(name: string, { tensors }: Analysis, tensor: TensorId): Edit {
  const dtype = tensors[tensor]?.dtype;
  return { kind: 'addOutput', name, ...(dtype === undefined ? {} : { type: { kind: 'tensor', dtype, shape: undefined } }) };
}
