import { MAIN_GRAPH, NONE, type Graph, type NodeId, type Subgraph, type SubgraphId, type TensorId } from './graph';

/** Tensor ids of a node's inputs, `NONE` for omitted ones. A view, not a copy. */
export function nodeInputs(graph: Graph, node: NodeId): Int32Array {
  const { inputStart, inputs } = graph.nodes;
  return inputs.subarray(inputStart[node], inputStart[node + 1]);
}

/** Tensor ids of a node's outputs, `NONE` for omitted ones. A view, not a copy. */
export function nodeOutputs(graph: Graph, node: NodeId): Int32Array {
  const { outputStart, outputs } = graph.nodes;
  return outputs.subarray(outputStart[node], outputStart[node + 1]);
}

/** Names of tensors, `""` for `NONE`. */
export function tensorNames({ tensors }: Graph, ids: Iterable<TensorId>): readonly string[] {
  return Array.from(ids, tensor => (tensor === NONE ? '' : (tensors.names[tensor] ?? '')));
}

/** Input `index` of a node, `NONE` when omitted or beyond the end. */
export function nodeInput(graph: Graph, node: NodeId, index: number): TensorId {
  return nodeInputs(graph, node)[index] ?? NONE;
}

/** Output `index` of a node, `NONE` when omitted or beyond the end. */
export function nodeOutput(graph: Graph, node: NodeId, index: number): TensorId {
  return nodeOutputs(graph, node)[index] ?? NONE;
}

/** Nodes that read a tensor, once per use, in node order; bodies of control flow included. A view, not a copy. */
export function consumersOf(graph: Graph, tensor: TensorId): Int32Array {
  const { consumerStart, consumers } = graph.tensors;
  return tensor === NONE ? new Int32Array(0) : consumers.subarray(consumerStart[tensor], consumerStart[tensor + 1]);
}

/** The node that makes a tensor, `NONE` for inputs and initializers. */
export function producerOf(graph: Graph, tensor: TensorId): NodeId {
  return tensor === NONE ? NONE : (graph.tensors.producers[tensor] ?? NONE);
}

/** The subgraph that every model has. */
export function mainGraph(graph: Graph): Subgraph {
  const main = graph.subgraphs[MAIN_GRAPH];
  if (main === undefined) throw new Error('A graph without a main graph was built.');
  return main;
}

export function isGraphOutput(graph: Graph, tensor: TensorId): boolean {
  const outputs = graph.subgraphs[graph.tensors.subgraphs[tensor] ?? MAIN_GRAPH]?.outputs ?? [];
  return outputs.length > FEW_OUTPUTS ? setOf(outputs).has(tensor) : outputs.includes(tensor);
}

const FEW_OUTPUTS = 16;
const outputSets = new WeakMap<readonly TensorId[], ReadonlySet<TensorId>>();

function setOf(outputs: readonly TensorId[]): ReadonlySet<TensorId> {
  let set = outputSets.get(outputs);
  if (set === undefined) outputSets.set(outputs, (set = new Set(outputs)));
  return set;
}

/** Id of a name that a scope itself defines, the main graph's unless told otherwise; `NONE` when nothing is called so. Builds an index at its first use. */
export function tensorByName(graph: Graph, name: string, scope: SubgraphId = MAIN_GRAPH): TensorId {
  let index = indexes.get(graph);
  if (index === undefined) indexes.set(graph, (index = indexNames(graph)));
  return index[scope]?.get(name) ?? NONE;
}

const indexes = new WeakMap<Graph, readonly ReadonlyMap<string, TensorId>[]>();

/** Names of every scope. */
function indexNames({ subgraphs, tensors }: Graph): readonly ReadonlyMap<string, TensorId>[] {
  const index = subgraphs.map(() => new Map<string, TensorId>());
  for (let tensor = 0; tensor < tensors.count; tensor++) {
    const name = tensors.names[tensor] ?? '';
    const scope = index[tensors.subgraphs[tensor] ?? MAIN_GRAPH];
    if (scope?.has(name) === false) scope.set(name, tensor);
  }
  return index;
}

/** The node of a scope that is `node`, or that holds it in one of its bodies; `NONE` where there is none. */
export function nodeInScope(graph: Graph, node: NodeId, scope: SubgraphId): NodeId {
  let current = node;
  while (current !== NONE && graph.nodes.subgraphs[current] !== scope) {
    current = graph.subgraphs[graph.nodes.subgraphs[current] ?? MAIN_GRAPH]?.ownerNode ?? NONE;
  }
  return current;
}

/** The main graph or the function that a body lies in, however deep. */
export function outermostScope(graph: Graph, subgraph: Subgraph): Subgraph {
  const parent = subgraph.kind === 'body' ? graph.subgraphs[subgraph.parent] : undefined;
  return parent === undefined ? subgraph : outermostScope(graph, parent);
}

/**
 * Path id of a node as the contract prints it: `12` in the main graph, `"12/then_branch/3"` inside a body, `"function domain:name/3"` in a function,
 * `"function domain:name:overload/3"` where it has an overload.
 */
export function nodePath(graph: Graph, node: NodeId): number | string {
  const subgraph = graph.subgraphs[graph.nodes.subgraphs[node] ?? MAIN_GRAPH];
  if (subgraph === undefined || subgraph.kind === 'main') return node;
  const position = node - subgraph.firstNode;
  if (subgraph.kind === 'function') return `function ${functionLabel(subgraph)}/${position}`;
  return `${nodePath(graph, subgraph.ownerNode)}/${subgraph.ownerAttribute}/${position}`;
}

/** `domain:name` of a function, `domain:name:overload` where it has one. */
export function functionLabel({ functionDomain = '', name, functionOverload = '' }: Subgraph): string {
  return functionOverload === '' ? `${functionDomain}:${name}` : `${functionDomain}:${name}:${functionOverload}`;
}
