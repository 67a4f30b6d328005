import type { ValueType } from '../../shared/graph/attribute';
import { NONE, type Graph, type TensorId } from '../../shared/graph/graph';
import { mainGraph } from '../../shared/graph/traversal';
import type { ProblemList } from '../problemList';

/** Inputs and outputs of the model that its user could not give or take. */
export function checkInterface(graph: Graph, problems: ProblemList): void {
  const { inputs, outputs } = mainGraph(graph);
  const { names, declaredTypes } = graph.tensors;
  for (const tensor of inputs) {
    if (declaredTypes[tensor] === undefined && graph.tensors.weights[tensor] === undefined) {
      problems.addFor(names[tensor] ?? '', 'warning', 'invalid-graph', 'An input of the model declares no type.');
    }
  }
  for (const tensor of [...inputs, ...outputs]) {
    if (isOutOfReach(graph, tensor, declaredTypes[tensor])) {
      const sentence = 'An input or output of the model is not a tensor; the model is shown, but cannot be run here.';
      problems.addFor(names[tensor] ?? '', 'warning', 'unsupported-type', sentence);
    }
  }
}

/** A sequence, map or optional that nothing reads or makes need not be given. */
function isOutOfReach({ tensors }: Graph, tensor: TensorId, type: ValueType | undefined): boolean {
  if (type === undefined || type.kind === 'tensor') return false;
  if (type.kind === 'sparseTensor') return true;
  const uses = (tensors.consumerStart[tensor + 1] ?? 0) - (tensors.consumerStart[tensor] ?? 0);
  return uses > 0 || tensors.producers[tensor] !== NONE;
}
