import { seededRandom } from '../../shared/base/random';
import type { DenseTensor, NamedTensors } from '../../shared/graph/denseTensor';
import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { mainGraph, nodeInput, nodeInputs, nodeOutput, producerOf } from '../../shared/graph/traversal';
import { cutGraph } from './cutGraph';

/** A graph and what its inputs are fed with. */
export interface FedGraph {
  readonly graph: Graph;
  readonly feeds: NamedTensors;
}

/**
 * A graph in the QDQ form without the QuantizeLinear at its inputs and the DequantizeLinear at its outputs: it reads and writes integers. They are random, the
 * same for the same seed; how long an integer kernel takes does not depend on them.
 */
export function betweenIntegers(graph: Graph, feeds: NamedTensors, seed: number): FedGraph {
  const main = mainGraph(graph);
  const inputs = new Set(main.inputs);
  const outputs = new Set(main.outputs);
  const all = Array.from({ length: main.nodeCount }, (_, node) => node);
  const entering = all.filter(node => graph.nodes.ops[node] === 'QuantizeLinear' && inputs.has(nodeInput(graph, node, 0)));
  const leaving = all.filter(node => graph.nodes.ops[node] === 'DequantizeLinear' && outputs.has(nodeOutput(graph, node, 0)));
  const nodes = all.filter(node => !entering.includes(node) && !leaving.includes(node));
  const read = new Set(nodes.flatMap(node => Array.from(nodeInputs(graph, node)).filter(tensor => tensor !== NONE)));
  const quantized = new Map(entering.map(node => [nodeOutput(graph, node, 0), nodeInput(graph, node, 0)]));
  const fed = [...quantized.keys(), ...main.inputs].filter(tensor => read.has(tensor));
  const replaced = new Map(leaving.map(node => [nodeOutput(graph, node, 0), integersOf(graph, node)]));
  const cut = {
    nodes,
    weights: [...read].filter(tensor => graph.tensors.weights[tensor] !== undefined),
    inputs: fed,
    settled: [],
    outputs: main.outputs.map(tensor => replaced.get(tensor) ?? tensor),
  };
  const random = seededRandom(seed);
  const nameOf = (tensor: TensorId): string => graph.tensors.names[tensor] ?? '';
  const values = fed.flatMap(tensor => {
    const value = feeds.get(nameOf(quantized.get(tensor) ?? tensor));
    return value === undefined ? [] : [[nameOf(tensor), quantized.has(tensor) ? randomBytes(value.dims, random) : value] as const];
  });
  return { graph: cutGraph(graph, cut, new Map(values)), feeds: new Map(values) };
}

/** What a DequantizeLinear reads; where that is an input of the graph nothing lies between, and it stays. */
function integersOf(graph: Graph, node: NodeId): TensorId {
  const integers = nodeInput(graph, node, 0);
  return producerOf(graph, integers) === NONE ? nodeOutput(graph, node, 0) : integers;
}

function randomBytes(dims: readonly number[], random: () => number): DenseTensor {
  const count = dims.reduce((product, size) => product * size, 1);
  return { dtype: 'uint8', dims, data: Uint8Array.from({ length: count }, () => Math.floor(random() * 256)) };
}
