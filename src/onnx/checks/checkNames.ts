import { NONE, type Graph, type Subgraph, type TensorId } from '../../shared/graph/graph';
import type { ProblemList } from '../problemList';

/** Names that must be unique and are not: nodes, tensors written twice, inputs, outputs, and inner names that hide outer ones. */
export function checkNames(graph: Graph, problems: ProblemList): void {
  const written = new Map<number, Set<string>>();
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

function checkNodeNames({ nodes }: Graph, { firstNode, nodeCount }: Subgraph, problems: ProblemList): void {
  const seen = new Set<string>();
  for (let node = firstNode; node < firstNode + nodeCount; node++) {
    const name = nodes.names[node] ?? '';
    if (name === '') continue;
    if (seen.has(name)) problems.addFor(name, 'warning', 'duplicate-name', 'Several nodes have the same name; the runtime refuses that.');
    seen.add(name);
  }
}

/** Names that the nodes of a subgraph write, and those it is given. */
function checkWriters(graph: Graph, { firstNode, nodeCount, inputs }: Subgraph, problems: ProblemList): Set<string> {
  const { nodes, tensors } = graph;
  const given = new Set(inputs);
  const names = new Set(inputs.map(tensor => tensors.names[tensor] ?? ''));
  const written = new Set<string>();
  for (let slot = nodes.outputStart[firstNode] ?? 0; slot < (nodes.outputStart[firstNode + nodeCount] ?? 0); slot++) {
    const tensor = nodes.outputs[slot] ?? NONE;
    if (tensor === NONE) continue;
    const name = tensors.names[tensor] ?? '';
    const isTaken = written.has(name) || given.has(tensor) || tensors.isInitializer[tensor] === 1;
    if (isTaken) problems.addFor(name, 'error', 'duplicate-name', 'A tensor is written more than once.');
    written.add(name);
    names.add(name);
  }
  return names;
}

function checkShadowing(graph: Graph, subgraph: Subgraph, written: ReadonlyMap<number, ReadonlySet<string>>, problems: ProblemList): void {
  if (subgraph.kind !== 'body') return;
  const own = written.get(subgraph.id) ?? new Set();
  for (let scope = graph.subgraphs[subgraph.parent]; scope !== undefined; scope = graph.subgraphs[scope.parent]) {
    const outer = written.get(scope.id);
    if (outer === undefined) continue;
    for (const name of own) {
      if (outer.has(name))
        problems.addFor(
          name,
          'warning',
          'duplicate-name',
          'A tensor inside a body has the name of one outside, which ONNX does not allow.',
        );
    }
  }
}
