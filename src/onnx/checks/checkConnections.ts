import { NONE, type Graph, type Subgraph, type TensorId } from '../../shared/graph/graph';
import type { ProblemList } from '../problemList';

/** Tensors that are read and never made, and nodes that wait for each other. */
export function checkConnections(graph: Graph, problems: ProblemList): void {
  const isMade = madeTensors(graph);
  for (const subgraph of graph.subgraphs) {
    checkReads(graph, subgraph, isMade, problems);
    checkCycles(graph, subgraph, problems);
  }
  const [main] = graph.subgraphs;
  if (main !== undefined && main.nodeCount === 0 && main.outputs.length === 0) {
    problems.add({ severity: 'warning', reason: 'invalid-graph', message: 'The graph is empty: it has no nodes and no outputs.' });
  }
}

function madeTensors({ subgraphs, tensors }: Graph): Uint8Array {
  const isMade = new Uint8Array(tensors.count);
  for (let tensor = 0; tensor < tensors.count; tensor++) {
    if (tensors.producers[tensor] !== NONE || tensors.weights[tensor] !== undefined) isMade[tensor] = 1;
  }
  for (const { inputs } of subgraphs) for (const input of inputs) isMade[input] = 1;
  return isMade;
}

function checkReads(graph: Graph, subgraph: Subgraph, isMade: Uint8Array, problems: ProblemList): void {
  const { nodes, tensors } = graph;
  const { firstNode, nodeCount, outputs } = subgraph;
  const missing = (tensor: TensorId): boolean => tensor !== NONE && isMade[tensor] === 0;
  const nameOf = (tensor: TensorId): string => tensors.names[tensor] ?? '';
  for (let slot = nodes.inputStart[firstNode] ?? 0; slot < (nodes.inputStart[firstNode + nodeCount] ?? 0); slot++) {
    const tensor = nodes.inputs[slot] ?? NONE;
    if (missing(tensor)) problems.addFor(nameOf(tensor), 'error', 'invalid-graph', 'A node reads a tensor that nothing makes.');
  }
  for (const output of outputs) {
    if (missing(output)) problems.addFor(nameOf(output), 'error', 'invalid-graph', 'An output of the graph is made by nothing.');
  }
}

/** Takes away nodes whose inputs are there until none is left; what remains waits for itself (Kahn 1962). */
function checkCycles(graph: Graph, { firstNode, nodeCount }: Subgraph, problems: ProblemList): void {
  const { nodes, tensors } = graph;
  const waiting = new Int32Array(nodeCount);
  const isOwn = (node: number): boolean => node >= firstNode && node < firstNode + nodeCount;
  for (let node = firstNode; node < firstNode + nodeCount; node++) {
    for (let slot = nodes.inputStart[node]!; slot < nodes.inputStart[node + 1]!; slot++) {
      const tensor = nodes.inputs[slot]!;
      if (tensor !== NONE && isOwn(tensors.producers[tensor]!)) waiting[node - firstNode]!++;
    }
  }
  const ready = Array.from(waiting.keys()).filter(node => waiting[node] === 0);
  let done = 0;
  for (let node = ready[done]; node !== undefined; node = ready[++done]) {
    for (let slot = nodes.outputStart[firstNode + node]!; slot < nodes.outputStart[firstNode + node + 1]!; slot++) {
      const tensor = nodes.outputs[slot]!;
      if (tensor === NONE) continue;
      for (let use = tensors.consumerStart[tensor]!; use < tensors.consumerStart[tensor + 1]!; use++) {
        const reader = tensors.consumers[use]!;
        if (isOwn(reader) && --waiting[reader - firstNode]! === 0) ready.push(reader - firstNode);
      }
    }
  }
  for (let node = 0; done < nodeCount && node < nodeCount; node++) {
    if (waiting[node]! > 0)
      problems.addForNode(graph, firstNode + node, 'error', 'invalid-graph', 'Nodes wait for each other in a cycle, or for one that does.');
  }
}
