import { MAIN_GRAPH, NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { nodeInputs, tensorByName } from '../../shared/graph/traversal';
import { cutGraph } from '../isolated/cutGraph';

/** The part of a graph that some constant tensors are computed by, as a model without inputs. None of its nodes may have bodies. */
export function constantGraph(graph: Graph, tensors: readonly string[]): Graph {
  const outputs = tensors.map(name => tensorByName(graph, name));
  return cutGraph(graph, { ...ancestors(graph, outputs), inputs: [], settled: [], outputs }, new Map());
}

/** Nodes that compute `tensors`, in order, and stored tensors that they read. */
function ancestors(
  graph: Graph,
  tensors: readonly TensorId[],
): { readonly nodes: readonly NodeId[]; readonly weights: readonly TensorId[] } {
  const nodes = new Set<NodeId>();
  const weights = new Set<TensorId>();
  const pending = [...tensors];
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
