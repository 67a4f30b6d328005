import { smallest } from '../shared/base/extremes';
import type { Graph, NodeId, TensorId } from '../shared/graph/graph';

/** Operators that hand indexes through unchanged. */
const TRANSPARENT = new Set(['Cast', 'Identity', 'Reshape', 'Flatten', 'Squeeze', 'Unsqueeze', 'Transpose', 'Slice', 'Split', 'Expand']);
const INDICES = 1;

/**
 * For every input of the main graph whose values index a stored table (an embedding): how many rows the table has. Random inputs above it would make the
 * runtime fail.
 */
export function indexLimits(graph: Graph): ReadonlyMap<string, number> {
  const limits = new Map<string, number>();
  for (const input of graph.subgraphs[0]?.inputs ?? []) {
    const limit = limitOf(graph, input, new Set());
    if (limit !== undefined) limits.set(graph.tensors.names[input] ?? '', limit);
  }
  return limits;
}

function limitOf(graph: Graph, tensor: TensorId, seen: Set<TensorId>): number | undefined {
  if (seen.has(tensor)) return undefined;
  seen.add(tensor);
  const { consumers, consumerStart } = graph.tensors;
  const limits: number[] = [];
  for (let use = consumerStart[tensor] ?? 0; use < (consumerStart[tensor + 1] ?? 0); use++) {
    const limit = limitAtReader(graph, tensor, consumers[use]!, seen);
    if (limit !== undefined) limits.push(limit);
  }
  return limits.length === 0 ? undefined : smallest(limits);
}

function limitAtReader(graph: Graph, tensor: TensorId, node: NodeId, seen: Set<TensorId>): number | undefined {
  const { nodes, tensors } = graph;
  const firstInput = nodes.inputStart[node]!;
  const op = nodes.ops[node] ?? '';
  if (op === 'Gather' && nodes.inputs[firstInput + INDICES] === tensor) {
    const axis = nodes.attributes(node).get('axis');
    const dims = tensors.weights[nodes.inputs[firstInput]!]?.dims;
    return dims?.at(axis?.kind === 'int' ? axis.value : 0);
  }
  if (!TRANSPARENT.has(op) || nodes.inputs[firstInput] !== tensor) return undefined;
  const output = nodes.outputs[nodes.outputStart[node]!]!;
  return output < 0 ? undefined : limitOf(graph, output, seen);
}
