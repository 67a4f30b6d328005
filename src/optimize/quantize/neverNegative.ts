import type { Graph, NodeId, TensorId } from '../../shared/graph/graph';
import type { TensorReader } from '../../shared/graph/tensorReader';
import { mainGraph, nodeInput, nodeInputs, nodeOutput } from '../../shared/graph/traversal';
import { limitOf } from './integerUnit';

const ALWAYS = new Set(['Abs', 'HardSigmoid', 'Sigmoid', 'Softmax']);
/** Where their first input never is. */
const LIKE_INPUT = new Set(['AveragePool', 'GlobalAveragePool', 'GlobalMaxPool', 'MaxPool']);
/** Where none of their inputs ever is. */
const LIKE_INPUTS = new Set(['Add', 'Concat', 'Mul']);

/** Activations that their operators keep from falling below zero. */
export function neverNegative(graph: Graph, reader: TensorReader): ReadonlySet<TensorId> {
  const never = new Set<TensorId>();
  const isNever = (node: NodeId): boolean => {
    const op = graph.nodes.ops[node] ?? '';
    if (ALWAYS.has(op) || (limitOf(graph, reader, node)?.min ?? -1) >= 0) return true;
    if (LIKE_INPUT.has(op)) return never.has(nodeInput(graph, node, 0));
    return LIKE_INPUTS.has(op) && [...nodeInputs(graph, node)].every(tensor => never.has(tensor));
  };
  for (let node = 0; node < mainGraph(graph).nodeCount; node++)
    if (graph.nodes.domains[node] === '' && isNever(node)) never.add(nodeOutput(graph, node, 0));
  return never;
}
