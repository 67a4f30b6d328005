import { applyEdits } from '../../shared/graph/applyEdits';
import type { Edit } from '../../shared/graph/edit';
import { MAIN_GRAPH, NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { mainGraph, nodeInputs, nodeOutputs, producerOf } from '../../shared/graph/traversal';
import type { PassInput } from '../pass';
import type { RuleChange, RuleResult } from './rule';

/** Takes out nodes and initializers that no output of the graph depends on. Inputs of the graph stay: they are its interface. */
export function removeDead(_input: PassInput, graph: Graph): RuleResult {
  const { nodes, tensors } = liveParts(graph);
  const edits: Edit[] = [];
  const changes: RuleChange[] = [];
  const { nodeCount } = mainGraph(graph);
  for (let node = 0; node < nodeCount; node++) {
    if (nodes.has(node)) continue;
    edits.push({ kind: 'replaceNodes', nodes: [node], at: node, with: [] });
    changes.push({ node, detail: `${graph.nodes.ops[node] ?? ''} removed: nothing reads it` });
  }
  for (let tensor = 0; tensor < graph.tensors.count; tensor++) {
    const isMain = graph.tensors.subgraphs[tensor] === MAIN_GRAPH;
    if (!isMain || graph.tensors.isInitializer[tensor] === 0 || tensors.has(tensor) || isInput(graph, tensor)) continue;
    edits.push({ kind: 'removeInitializer', name: graph.tensors.names[tensor] ?? '' });
  }
  return { graph: applyEdits(graph, { edits }), changes };
}

function isInput(graph: Graph, tensor: TensorId): boolean {
  return mainGraph(graph).inputs.includes(tensor);
}

/** Main-graph nodes and tensors from which an output can be reached; a body keeps alive what it captures as long as its owner lives. */
function liveParts(graph: Graph): { readonly nodes: ReadonlySet<NodeId>; readonly tensors: ReadonlySet<TensorId> } {
  const nodes = new Set<NodeId>();
  const tensors = new Set<TensorId>();
  const pending: TensorId[] = [...mainGraph(graph).outputs];
  const captures = capturesByOwner(graph);
  for (let tensor = pending.pop(); tensor !== undefined; tensor = pending.pop()) {
    if (tensor === NONE || tensors.has(tensor)) continue;
    tensors.add(tensor);
    const producer = producerOf(graph, tensor);
    if (producer === NONE || nodes.has(producer)) continue;
    nodes.add(producer);
    // All outputs stay named: a live node may be remade with any of them.
    for (const list of [nodeInputs(graph, producer), nodeOutputs(graph, producer), captures.get(producer) ?? []])
      for (const tensor of list) pending.push(tensor);
  }
  return { nodes, tensors };
}

/** Everything that the bodies of each main-graph node read. */
function capturesByOwner(graph: Graph): ReadonlyMap<NodeId, readonly TensorId[]> {
  const captures = new Map<NodeId, TensorId[]>();
  for (const { id, kind, firstNode, nodeCount, outputs } of graph.subgraphs) {
    if (kind !== 'body') continue;
    const owner = rootOwner(graph, id);
    const list = captures.get(owner) ?? [];
    for (let node = firstNode; node < firstNode + nodeCount; node++) for (const input of nodeInputs(graph, node)) list.push(input);
    for (const output of outputs) list.push(output);
    captures.set(owner, list);
  }
  return captures;
}

function rootOwner(graph: Graph, subgraph: number): NodeId {
  let owner = graph.subgraphs[subgraph]?.ownerNode ?? NONE;
  while (owner !== NONE && graph.nodes.subgraphs[owner] !== MAIN_GRAPH) {
    owner = graph.subgraphs[graph.nodes.subgraphs[owner] ?? MAIN_GRAPH]?.ownerNode ?? NONE;
  }
  return owner;
}
