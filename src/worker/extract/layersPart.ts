import { Bodies } from '../../shared/graph/bodies';
import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { consumersOf, mainGraph, nodeInputs, nodeOutputs, producerOf, tensorByName } from '../../shared/graph/traversal';
import { isReadOutside } from '../../shared/graph/constants';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { partBetween, type Part } from './partBetween';

/** The part that is made of nodes of the main graph: its inputs are what they read of others, its outputs what others read of them. Throws `usage` where there is no such part. */
export function layersPart(graph: Graph, layers: readonly NodeId[]): Part {
  const { nodeCount } = mainGraph(graph);
  const own = new Set(layers.filter(node => node < nodeCount));
  const bodies = new Bodies(graph);
  const reads = [...own].flatMap(node => [
    ...nodeInputs(graph, node),
    ...bodies.capturedBy({ kind: 'kept', node }).map(name => tensorByName(graph, name)),
  ]);
  const made = [...own].flatMap(node => [...nodeOutputs(graph, node)]).filter(tensor => tensor !== NONE);
  const outputs = made.filter(tensor => isReadByOthers(graph, tensor, own));
  if (outputs.length === 0)
    throw new LayerwiseError('usage', 'Nothing reads what these layers make, so no part of the model is made of them.');
  return partBetween(graph, [...new Set(reads.filter(tensor => isGiven(graph, tensor, own)))], outputs);
}

/** Weights come along by themselves. */
function isGiven(graph: Graph, tensor: TensorId, own: ReadonlySet<NodeId>): boolean {
  return tensor !== NONE && graph.tensors.weights[tensor] === undefined && !own.has(producerOf(graph, tensor));
}

function isReadByOthers(graph: Graph, tensor: TensorId, own: ReadonlySet<NodeId>): boolean {
  return isReadOutside(graph, tensor) || consumersOf(graph, tensor).some(reader => !own.has(reader));
}
