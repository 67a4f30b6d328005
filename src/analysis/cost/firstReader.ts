import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { consumersOf, nodeInput, nodeInputs, producerOf } from '../../shared/graph/traversal';

/** Operators that only pass a weight on: the weight belongs to the node behind them. */
const PASSES_ON = new Set(['DequantizeLinear', 'Cast', 'Identity', 'Transpose', 'Reshape', 'Squeeze', 'Unsqueeze']);
const MAX_STEPS = 8;

/** The node that a weight is shown with: its first reader, or the one behind the nodes that only decode or turn it. */
export function firstReader(graph: Graph, tensor: TensorId): NodeId {
  let reader = consumersOf(graph, tensor)[0] ?? NONE;
  for (let step = 0; step < MAX_STEPS && reader !== NONE && PASSES_ON.has(graph.nodes.ops[reader] ?? ''); step++) {
    if (!nodeInputs(graph, reader).every(input => input === NONE || isStored(graph, input))) break;
    const output = graph.nodes.outputs[graph.nodes.outputStart[reader] ?? 0] ?? NONE;
    const next = output === NONE ? NONE : (consumersOf(graph, output)[0] ?? NONE);
    if (next === NONE) break;
    reader = next;
  }
  return reader;
}

function isStored(graph: Graph, tensor: TensorId): boolean {
  if (graph.tensors.weights[tensor] !== undefined) return true;
  const maker = producerOf(graph, tensor);
  return maker !== NONE && PASSES_ON.has(graph.nodes.ops[maker] ?? '');
}

/** The weight behind an operand, through nodes that only decode or turn it; `NONE` where there is none. */
export function storedSource(graph: Graph, operand: TensorId): TensorId {
  let tensor = operand;
  for (let step = 0; step < MAX_STEPS && tensor !== NONE; step++) {
    if (graph.tensors.weights[tensor] !== undefined) return tensor;
    const maker = producerOf(graph, tensor);
    if (maker === NONE || !PASSES_ON.has(graph.nodes.ops[maker] ?? '')) return NONE;
    tensor = nodeInput(graph, maker, 0);
  }
  return NONE;
}
