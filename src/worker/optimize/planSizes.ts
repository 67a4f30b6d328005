import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { nodeInput, nodeInputs, producerOf } from '../../shared/graph/traversal';
import { weightBytes } from '../../shared/graph/weightBytes';
import type { LayerPlan } from '../../shared/report/passDescription';
import type { Standing } from './standingNodes';

/** Bytes of all stored tensors of a graph that something reads. */
export function storedBytes(graph: Graph): number {
  const { weights, consumerStart } = graph.tensors;
  return weights.reduce(
    (sum, weight, tensor) => (consumerStart[tensor] === consumerStart[tensor + 1] ? sum : sum + weightBytes(weight)),
    0,
  );
}

/** Adds to each row what becomes of the weights of its layer, and which operators stand there that did not before. */
export function withSizes(
  layers: readonly LayerPlan[],
  original: Graph,
  planned: Graph,
  standing: ReadonlyMap<NodeId, Standing>,
): readonly LayerPlan[] {
  return layers.map(layer => {
    const { node } = layer;
    if (layer.path !== undefined) return layer;
    const after = standing.get(node)?.own ?? [];
    const addedOps = added(
      original.nodes.ops[node] ?? '',
      after.map(id => planned.nodes.ops[id] ?? ''),
    );
    const bytes = { before: weightsOf(original, [node]), after: weightsOf(planned, after) };
    return { ...layer, ...(after.length > 0 && { weightBytes: bytes }), ...(Object.keys(addedOps).length > 0 && { addedOps }) };
  });
}

function added(before: string, after: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const op of after) counts.set(op, (counts.get(op) ?? 0) + 1);
  counts.set(before, (counts.get(before) ?? 0) - 1);
  return Object.fromEntries([...counts].filter(([, count]) => count > 0));
}

function weightsOf(graph: Graph, nodes: readonly NodeId[]): number {
  const tensors = new Set(nodes.flatMap(node => [...nodeInputs(graph, node)]).map(tensor => storedTensor(graph, tensor)));
  return [...tensors].reduce((sum, tensor) => sum + weightBytes(graph.tensors.weights[tensor]), 0);
}

/** Operators that pass a stored weight on in another form. */
const FORMS = new Set(['Transpose', 'Cast', 'Identity']);

/** The stored tensor of which one is another form; the tensor itself where there is none. */
function storedTensor(graph: Graph, tensor: TensorId): TensorId {
  let at = tensor;
  while (at !== NONE && graph.tensors.weights[at] === undefined) {
    const producer = producerOf(graph, at);
    at = FORMS.has(graph.nodes.ops[producer] ?? '') ? nodeInput(graph, producer, 0) : NONE;
  }
  return at === NONE ? tensor : at;
}
