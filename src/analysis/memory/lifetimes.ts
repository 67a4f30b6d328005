import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { consumersOf, mainGraph, nodeOutputs } from '../../shared/graph/traversal';
import type { Readers } from './readers';

/** One activation of the main graph: it lives during steps `first … last`, both included. */
export interface Lifetime {
  readonly tensor: TensorId;
  /** Node that makes it; NONE for an input. */
  readonly maker: NodeId;
  readonly first: number;
  readonly last: number;
  readonly isInput: boolean;
  readonly isOutput: boolean;
}

/**
 * Lifetimes of all activations of the main graph when its nodes run in the given order (file order: one step per node), as the skeletons' goldens define
 * them: an output lives from its node to its last reader, to the end when it is a graph output, only at its own node when nobody reads it; an input from
 * the first step to its last reader. Initializers and outputs of Constant nodes are no activations.
 */
export function lifetimes(graph: Graph, readers: Readers, order?: readonly NodeId[]): readonly Lifetime[] {
  const main = mainGraph(graph);
  const steps = order ?? Array.from({ length: main.nodeCount }, (_, node) => node);
  const stepOf = new Int32Array(main.nodeCount).fill(NONE);
  steps.forEach((node, step) => (stepOf[node] = step));
  const graphOutputs = new Set(main.outputs);
  const result: Lifetime[] = [];
  const add = (tensor: TensorId, maker: NodeId, first: number): void => {
    if (graph.tensors.weights[tensor] !== undefined) return;
    const isOutput = graphOutputs.has(tensor);
    let last = isOutput ? steps.length - 1 : first;
    for (const reader of consumersOf(graph, tensor)) last = Math.max(last, stepOf[readers.mainNode(reader)] ?? NONE);
    result.push({ tensor, maker, first, last, isInput: maker === NONE, isOutput });
  };
  for (const input of main.inputs) add(input, NONE, 0);
  steps.forEach((node, step) => {
    if (graph.nodes.ops[node] === 'Constant') return;
    for (const tensor of nodeOutputs(graph, node)) if (tensor !== NONE) add(tensor, node, step);
  });
  return result;
}
