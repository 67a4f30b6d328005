import { MAIN_GRAPH, NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { consumersOf, mainGraph, nodeOutputs } from '../../shared/graph/traversal';

/** One activation of the main graph: it lives while the nodes `first … last` run, both included. */
export interface Lifetime {
  readonly tensor: TensorId;
  readonly first: NodeId;
  readonly last: NodeId;
  readonly isInput: boolean;
  readonly isOutput: boolean;
}

/**
 * Lifetimes of all activations of the main graph in file order, as `models/skeletons/README.md` defines them: an output lives from its node to its last
 * reader, to the end when it is a graph output, only at its own node when nobody reads it; an input from the first node to its last reader.
 * Initializers and outputs of Constant nodes are no activations; names read by a body count as read by the node that holds it.
 */
export function lifetimes(graph: Graph): readonly Lifetime[] {
  const main = mainGraph(graph);
  const end = main.nodeCount - 1;
  const graphOutputs = new Set(main.outputs);
  const holders = holdersOfBodies(graph);
  const result: Lifetime[] = [];
  const add = (tensor: TensorId, first: NodeId, isInput: boolean): void => {
    if (graph.tensors.weights[tensor] !== undefined) return;
    const isOutput = graphOutputs.has(tensor);
    result.push({ tensor, first, last: isOutput ? end : lastReader(graph, holders, tensor, first), isInput, isOutput });
  };
  for (const input of main.inputs) add(input, 0, true);
  for (let node = 0; node < main.nodeCount; node++) {
    if (graph.nodes.ops[node] === 'Constant') continue;
    for (const tensor of nodeOutputs(graph, node)) if (tensor !== NONE) add(tensor, node, false);
  }
  return result;
}

function lastReader(graph: Graph, holders: Int32Array, tensor: TensorId, first: NodeId): NodeId {
  let last = first;
  for (const reader of consumersOf(graph, tensor)) last = Math.max(last, mainOf(graph, holders, reader));
  return last;
}

/** The main-graph node that a node belongs to: itself, or the one that holds its body. */
function mainOf(graph: Graph, holders: Int32Array, node: NodeId): NodeId {
  const subgraph = graph.nodes.subgraphs[node] ?? MAIN_GRAPH;
  return subgraph === MAIN_GRAPH ? node : (holders[subgraph] ?? NONE);
}

/** Main-graph node that holds each subgraph, however deep; NONE for the main graph and functions. */
function holdersOfBodies(graph: Graph): Int32Array {
  const holders = new Int32Array(graph.subgraphs.length).fill(NONE);
  for (const subgraph of graph.subgraphs) {
    if (subgraph.ownerNode === NONE) continue;
    const scope = graph.nodes.subgraphs[subgraph.ownerNode] ?? MAIN_GRAPH;
    holders[subgraph.id] = scope === MAIN_GRAPH ? subgraph.ownerNode : (holders[scope] ?? NONE);
  }
  return holders;
}
