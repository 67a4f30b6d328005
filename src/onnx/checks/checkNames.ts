import { NONE, type Graph, type NodeId, type Subgraph, type TensorId } from '../../shared/graph/graph';
import type { ProblemList } from '../problemList';

/** Names that must be unique and are not: nodes, tensors written twice, inputs, outputs, and inner names that hide outer ones. */
export function checkNames(graph: Graph, problems: ProblemList): void {
  const written = new Map<number, Written>();
  for (const subgraph of graph.subgraphs) {
    checkNodeNames(graph, subgraph, problems);
    written.set(subgraph.id, checkWriters(graph, subgraph, problems));
    const { inputs, outputs } = subgraph;
    reportTwice(graph, inputs, problems, 'Several inputs of the graph have the same name.');
    reportTwice(graph, outputs, problems, 'An output of the graph is listed twice.');
    checkShadowing(graph, subgraph, written, problems);
  }
}

function reportTwice(graph: Graph, tensors: readonly TensorId[], problems: ProblemList, sentence: string): void {
  const seen = new Set<TensorId>();
  for (const tensor of tensors) {
    if (seen.has(tensor)) problems.addFor(graph.tensors.names[tensor] ?? '', 'error', 'duplicate-name', sentence);
    seen.add(tensor);
  }
}

function checkNodeNames(graph: Graph, { firstNode, nodeCount }: Subgraph, problems: ProblemList): void {
  const seen = new Set<string>();
  for (let node = firstNode; node < firstNode + nodeCount; node++) {
    const name = graph.nodes.names[node] ?? '';
    if (name === '') continue;
    if (seen.has(name))
      problems.addForNode(graph, node, 'warning', 'duplicate-name', 'Several nodes have the same name; the runtime refuses that.');
    seen.add(name);
  }
}

/** Names of a subgraph with the node that writes each, `NONE` for inputs. */
type Written = ReadonlyMap<string, NodeId>;

function checkWriters(graph: Graph, { firstNode, nodeCount, inputs }: Subgraph, problems: ProblemList): Written {
  const { nodes, tensors } = graph;
  const written = new Map<string, NodeId>(inputs.map(tensor => [tensors.names[tensor] ?? '', NONE]));
  for (let node = firstNode; node < firstNode + nodeCount; node++) {
    for (let slot = nodes.outputStart[node]!; slot < nodes.outputStart[node + 1]!; slot++) {
      const tensor = nodes.outputs[slot]!;
      if (tensor === NONE) continue;
      const name = tensors.names[tensor] ?? '';
      const isTaken = written.has(name) || tensors.isInitializer[tensor] === 1;
      if (isTaken) problems.addFor(name, 'error', 'duplicate-name', 'A tensor is written more than once.');
      written.set(name, node);
    }
  }
  return written;
}

/** A name inside a body hides one outside when that one is there already as the body's owner runs; ONNX does not allow it. */
function checkShadowing(graph: Graph, subgraph: Subgraph, written: ReadonlyMap<number, Written>, problems: ProblemList): void {
  const own: Written = written.get(subgraph.id) ?? new Map<string, NodeId>();
  for (let inner = subgraph; inner.kind === 'body';) {
    const scope = graph.subgraphs[inner.parent];
    const outer = written.get(inner.parent);
    if (scope === undefined || outer === undefined) return;
    for (const name of own.keys()) {
      if ((outer.get(name) ?? Infinity) < inner.ownerNode)
        problems.addFor(
          name,
          'warning',
          'duplicate-name',
          'A tensor inside a body has the name of one outside, which ONNX does not allow.',
        );
    }
    inner = scope;
  }
}
