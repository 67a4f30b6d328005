import { NONE, type Graph, type NodeId, type NodeTable, type TensorId, type TensorTable } from '../shared/graph/graph';
import { indexConsumers } from '../shared/graph/indexConsumers';
import { mainGraph } from '../shared/graph/traversal';

/**
 * A graph of some nodes of the main graph, which are given in file order, with the tensors that they name and all inputs and outputs of the graph, under new
 * ids; without bodies and functions. Costs what these cost, however large the graph is.
 */
export function graphOfNodes(graph: Graph, chosen: readonly NodeId[]): Graph {
  const main = mainGraph(graph);
  const ids = new TensorIds();
  const nodes = nodesOf(graph.nodes, chosen, ids);
  const inputs = main.inputs.map(input => ids.of(input));
  const outputs = main.outputs.map(output => ids.of(output));
  const subgraphs = [{ ...main, nodeCount: chosen.length, inputs, outputs }];
  return { ...graph, subgraphs, nodes, tensors: tensorsOf(graph.tensors, nodes, ids.all) };
}

/** New ids in the order in which tensors are first named. */
class TensorIds {
  readonly all: TensorId[] = [];
  private readonly found = new Map<TensorId, TensorId>();

  of(tensor: TensorId): TensorId {
    if (tensor === NONE) return NONE;
    const known = this.found.get(tensor);
    if (known !== undefined) return known;
    this.found.set(tensor, this.all.length);
    return this.all.push(tensor) - 1;
  }
}

function nodesOf(nodes: NodeTable, chosen: readonly NodeId[], ids: TensorIds): NodeTable {
  const original = (node: NodeId): NodeId => chosen[node] ?? NONE;
  const inputs = listsOf(chosen, nodes.inputStart, nodes.inputs, ids);
  const outputs = listsOf(chosen, nodes.outputStart, nodes.outputs, ids);
  return {
    count: chosen.length,
    names: chosen.map(node => nodes.names[node] ?? ''),
    ops: chosen.map(node => nodes.ops[node] ?? ''),
    domains: chosen.map(node => nodes.domains[node] ?? ''),
    subgraphs: new Int32Array(chosen.length),
    inputStart: inputs.start,
    inputs: inputs.tensors,
    outputStart: outputs.start,
    outputs: outputs.tensors,
    sourceIndex: Int32Array.from(chosen, node => nodes.sourceIndex[node] ?? NONE),
    overloads: new Map(),
    attributes: node => nodes.attributes(original(node)),
    metadata: node => nodes.metadata(original(node)),
  };
}

interface Lists {
  readonly start: Int32Array;
  readonly tensors: Int32Array;
}

/** Inputs or outputs of the nodes under new ids. */
function listsOf(chosen: readonly NodeId[], start: Int32Array, tensors: Int32Array, ids: TensorIds): Lists {
  const starts = new Int32Array(chosen.length + 1);
  const renamed: TensorId[] = [];
  for (const [node, original] of chosen.entries()) {
    for (let slot = start[original]!; slot < start[original + 1]!; slot++) renamed.push(ids.of(tensors[slot]!));
    starts[node + 1] = renamed.length;
  }
  return { start: starts, tensors: Int32Array.from(renamed) };
}

function tensorsOf(tensors: TensorTable, nodes: NodeTable, all: readonly TensorId[]): TensorTable {
  const producers = new Int32Array(all.length).fill(NONE);
  for (let node = 0; node < nodes.count; node++) {
    for (let slot = nodes.outputStart[node]!; slot < nodes.outputStart[node + 1]!; slot++) {
      const output = nodes.outputs[slot]!;
      if (output !== NONE) producers[output] = node;
    }
  }
  return {
    count: all.length,
    names: all.map(tensor => tensors.names[tensor] ?? ''),
    subgraphs: new Int32Array(all.length),
    producers,
    ...indexConsumers(nodes.inputStart, nodes.inputs, all.length),
    declaredTypes: all.map(tensor => tensors.declaredTypes[tensor]),
    weights: all.map(tensor => tensors.weights[tensor]),
    isInitializer: Uint8Array.from(all, tensor => tensors.isInitializer[tensor] ?? 0),
  };
}
