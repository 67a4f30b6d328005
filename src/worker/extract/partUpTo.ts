import { consumersExist } from '../../shared/graph/constants';
import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { mainGraph, nodeOutputs } from '../../shared/graph/traversal';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { partBetween, type Part } from './partBetween';

/** The part that computes what a node of the main graph makes, from the inputs of the model. Throws `usage` for a node that computes nothing. */
export function partUpTo(graph: Graph, node: NodeId): Part {
  const outputs = node < mainGraph(graph).nodeCount ? computedBy(graph, node) : [];
  if (outputs.length === 0) throw new LayerwiseError('usage', 'This node computes nothing, so no part of the model leads to it.');
  // What nothing reads need not be made; a node that nothing reads is there for all that it makes.
  const read = outputs.filter(output => consumersExist(graph, output));
  return partBetween(graph, [], read.length > 0 ? read : outputs);
}

function computedBy(graph: Graph, node: NodeId): readonly TensorId[] {
  return [...nodeOutputs(graph, node)].filter(output => output !== NONE && graph.tensors.weights[output] === undefined);
}
