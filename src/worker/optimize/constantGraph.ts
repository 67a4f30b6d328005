import { MAIN_GRAPH, NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { GraphBuilder } from '../../shared/graph/graphBuilder';
import { nodeInputs, nodeOutputs, tensorByName } from '../../shared/graph/traversal';

/** The part of a graph that some constant tensors are computed by, as a model without inputs. None of its nodes may have bodies. */
export function constantGraph(graph: Graph, tensors: readonly string[]): Graph {
  const { nodes, weights } = ancestors(graph, tensors);
  const nameOf = (tensor: TensorId): string => (tensor === NONE ? '' : (graph.tensors.names[tensor] ?? ''));
  const builder = new GraphBuilder();
  builder.beginSubgraph({ kind: 'main', name: 'constants', ownerNode: NONE, ownerAttribute: '', parent: NONE });
  for (const tensor of weights) {
    const weight = graph.tensors.weights[tensor];
    if (weight !== undefined) builder.addInitializer(nameOf(tensor), weight);
  }
  for (const node of nodes) {
    const inputs = Array.from(nodeInputs(graph, node), nameOf);
    builder.addNode('', graph.nodes.ops[node] ?? '', graph.nodes.domains[node] ?? '', inputs, Array.from(nodeOutputs(graph, node), nameOf));
  }
  for (const name of tensors) builder.addOutput(name);
  builder.finishSubgraph();
  const attributes = (node: NodeId): ReturnType<Graph['nodes']['attributes']> => graph.nodes.attributes(nodes[node] ?? NONE);
  return builder.build({ ...graph.facts, metadata: new Map() }, 'constants', { attributes, metadata: () => new Map() });
}

/** Nodes that compute `tensors`, in order, and stored tensors that they read. */
function ancestors(graph: Graph, tensors: readonly string[]): { readonly nodes: readonly NodeId[]; readonly weights: readonly TensorId[] } {
  const nodes = new Set<NodeId>();
  const weights = new Set<TensorId>();
  const pending = tensors.map(name => tensorByName(graph, name));
  for (let tensor = pending.pop(); tensor !== undefined; tensor = pending.pop()) {
    const producer = tensor === NONE ? NONE : (graph.tensors.producers[tensor] ?? NONE);
    if (tensor !== NONE && graph.tensors.weights[tensor] !== undefined) weights.add(tensor);
    else if (producer !== NONE && graph.nodes.subgraphs[producer] === MAIN_GRAPH && !nodes.has(producer)) {
      nodes.add(producer);
      for (const input of nodeInputs(graph, producer)) pending.push(input);
    }
  }
  return { nodes: [...nodes].sort((a, b) => a - b), weights: [...weights] };
}
