import type { AttributeValue, Attributes } from './attribute';
import { Bodies } from './bodies';
import { composeProvenance } from './composeProvenance';
import type { EditBatch } from './edit';
import { MAIN_GRAPH, NONE, type Graph, type NodeId, type Subgraph, type SubgraphId, type TensorId } from './graph';
import { GraphBuilder } from './graphBuilder';
import { draftGraph, type DraftNode, type GraphDraft } from './graphDraft';
import { keptAttributes } from './keptAttributes';
import { topologicalOrder, type NodeUse } from './topologicalOrder';
import { nodeInputs, nodeOutput, nodeOutputs } from './traversal';

/**
 * A new graph with the edits of `batch` in it; the old one stays as it is. Untouched nodes keep their `sourceIndex`, attributes and metadata, made
 * ones have `NONE`. Nodes are moved only where an edit put a reader before its producer. Bodies and functions are carried over (a body goes with
 * its owner), and provenance is composed to the lineage's root. The same graph comes back for an empty batch.
 */
export function applyEdits(graph: Graph, batch: EditBatch): Graph {
  if (batch.edits.length === 0) return graph;
  const draft = draftGraph(graph, batch);
  const bodies = new Bodies(graph);
  const uses = draft.nodes.map(node => useOf(graph, node, bodies));
  const nodes = topologicalOrder(uses).flatMap(position => draft.nodes[position] ?? []);
  const rebuilding = new Rebuilding(graph, { ...draft, nodes }, bodies);
  const names = new Set([...draft.inputs, ...draft.initializers.keys(), ...uses.flatMap(use => use.writes)]);
  const origins = nodes.map(node => (node.kind === 'kept' ? [node.node] : node.definition.origins));
  names.delete('');
  return rebuilding.build(names, composeProvenance(graph, batch, origins, names));
}

function useOf(graph: Graph, node: DraftNode, bodies: Bodies): NodeUse {
  const captured = bodies.capturedBy(node);
  if (node.kind === 'made') return { reads: [...node.definition.inputs, ...captured], writes: node.definition.outputs };
  const { inputs, outputs } = tensorNames(graph, node.node);
  return { reads: [...inputs, ...captured], writes: outputs };
}

function tensorNames(graph: Graph, node: NodeId): { readonly inputs: readonly string[]; readonly outputs: readonly string[] } {
  const nameOf = (tensor: TensorId): string => (tensor === NONE ? '' : (graph.tensors.names[tensor] ?? ''));
  return { inputs: Array.from(nodeInputs(graph, node), nameOf), outputs: Array.from(nodeOutputs(graph, node), nameOf) };
}

/** Builds the edited graph, remembering which new ids the old ones became. */
class Rebuilding {
  private readonly builder = new GraphBuilder();
  private readonly newSubgraphs = new Map<SubgraphId, SubgraphId>();
  /** What each new node was, by new id. */
  private readonly sources: DraftNode[] = [];
  private readonly newOwners = new Map<SubgraphId, NodeId>();
  private readonly overloads = new Map<NodeId, string>();
  private readonly tensorsOf: ReadonlyMap<number, readonly TensorId[]>;

  constructor(
    private readonly graph: Graph,
    private readonly draft: GraphDraft,
    private readonly bodies: Bodies,
  ) {
    this.tensorsOf = innerTensors(graph);
  }

  build(names: ReadonlySet<string>, provenance: Graph['provenance']): Graph {
    this.addMainGraph(names);
    for (const subgraph of this.graph.subgraphs) {
      if (subgraph.id !== MAIN_GRAPH && !this.draft.removedFunctions.has(subgraph.id)) this.addInner(subgraph);
    }
    const attributes = keptAttributes(node => this.attributesOf(built, node));
    const metadata = (node: NodeId): ReadonlyMap<string, string> => {
      const source = this.sources[node];
      return source?.kind === 'kept' ? this.graph.nodes.metadata(source.node) : NO_METADATA;
    };
    const details = { attributes, metadata, overloads: this.overloads };
    const built: Graph = this.builder.build(this.draft.facts, this.graph.name, details, provenance);
    return built;
  }

  private addMainGraph(names: ReadonlySet<string>): void {
    const { builder, graph, draft } = this;
    const name = graph.subgraphs[MAIN_GRAPH]?.name ?? graph.name;
    const id = builder.beginSubgraph({ kind: 'main', name, ownerNode: NONE, ownerAttribute: '', parent: NONE });
    this.newSubgraphs.set(MAIN_GRAPH, id);
    for (const input of draft.inputs) builder.addInput(input, draft.types.get(input));
    for (const [initializer, weight] of draft.initializers) builder.addInitializer(initializer, weight);
    for (const output of draft.outputs) builder.addOutput(output);
    for (const node of draft.nodes) this.addDraftNode(node);
    for (const [tensor, type] of draft.types) if (names.has(tensor)) builder.declareType(tensor, type);
    builder.finishSubgraph();
  }

  private addDraftNode(node: DraftNode): void {
    if (node.kind === 'kept') {
      this.addKept(node.node);
      return;
    }
    const { name, op, domain, overload, inputs, outputs, attributes } = node.definition;
    const id = this.builder.addNode(name, op, domain, inputs, outputs);
    this.sources[id] = node;
    if (overload !== undefined) this.overloads.set(id, overload);
    for (const body of this.bodies.of(node)) this.newOwners.set(body, id);
    const value = op === 'Constant' && domain === '' ? attributes.get('value') : undefined;
    if (value?.kind === 'tensor' && outputs[0] !== undefined) this.builder.setConstant(outputs[0], value.weight);
  }

  private addKept(node: NodeId): void {
    const { nodes, tensors } = this.graph;
    const { inputs, outputs } = tensorNames(this.graph, node);
    const id = this.builder.addNode(
      nodes.names[node] ?? '',
      nodes.ops[node] ?? '',
      nodes.domains[node] ?? '',
      inputs,
      outputs,
      nodes.sourceIndex[node] ?? NONE,
    );
    const source: DraftNode = { kind: 'kept', node };
    this.sources[id] = source;
    const overload = nodes.overloads.get(node);
    if (overload !== undefined) this.overloads.set(id, overload);
    for (const body of this.bodies.of(source)) this.newOwners.set(body, id);
    const constant = nodeOutput(this.graph, node, 0);
    const weight = constant === NONE ? undefined : tensors.weights[constant];
    if (weight !== undefined && tensors.isInitializer[constant] === 0) this.builder.setConstant(outputs[0] ?? '', weight);
  }

  /** Carries a body or a function over, unless the node that owned it is gone. */
  private addInner(subgraph: Subgraph): void {
    const ownerNode = subgraph.kind === 'body' ? this.newOwners.get(subgraph.id) : NONE;
    const parent = subgraph.kind === 'body' ? this.newSubgraphs.get(subgraph.parent) : NONE;
    if (ownerNode === undefined || parent === undefined) return;
    const { builder, graph } = this;
    const nameOf = (tensor: TensorId): string => (tensor === NONE ? '' : (graph.tensors.names[tensor] ?? ''));
    this.newSubgraphs.set(subgraph.id, builder.beginSubgraph({ ...subgraph, ownerNode, parent }));
    for (const input of subgraph.inputs) builder.addInput(nameOf(input), graph.tensors.declaredTypes[input]);
    this.addInnerTensors(subgraph.id);
    for (const output of subgraph.outputs) builder.addOutput(nameOf(output));
    for (let node = subgraph.firstNode; node < subgraph.firstNode + subgraph.nodeCount; node++) this.addKept(node);
    builder.finishSubgraph();
  }

  private addInnerTensors(subgraph: SubgraphId): void {
    const { names, weights, declaredTypes, isInitializer } = this.graph.tensors;
    for (const tensor of this.tensorsOf.get(subgraph) ?? []) {
      const weight = weights[tensor];
      const name = names[tensor] ?? '';
      if (weight !== undefined && isInitializer[tensor] === 1) this.builder.addInitializer(name, weight);
      if (declaredTypes[tensor] !== undefined) this.builder.declareType(name, declaredTypes[tensor]);
    }
  }

  private attributesOf(built: Graph, node: NodeId): Attributes {
    const source = this.sources[node];
    if (source === undefined) return NO_ATTRIBUTES;
    const attributes = source.kind === 'kept' ? this.graph.nodes.attributes(source.node) : source.definition.attributes;
    return new Map([...attributes].map(([name, value]) => [name, this.withNewIds(built, node, value)]));
  }

  private withNewIds(built: Graph, node: NodeId, value: AttributeValue): AttributeValue {
    const subgraph = (id: SubgraphId): SubgraphId => this.newSubgraphs.get(id) ?? NONE;
    if (value.kind === 'graph') return { kind: 'graph', subgraph: subgraph(value.subgraph) };
    if (value.kind === 'graphs') return { kind: 'graphs', subgraphs: value.subgraphs.map(subgraph) };
    if (value.kind === 'tensor' && built.nodes.ops[node] === 'Constant') return { ...value, tensor: nodeOutput(built, node, 0) };
    return value;
  }
}

/** Tensors that bodies and functions define, by subgraph. */
function innerTensors({ tensors }: Graph): ReadonlyMap<SubgraphId, readonly TensorId[]> {
  const byScope = new Map<SubgraphId, TensorId[]>();
  tensors.subgraphs.forEach((scope, tensor) => {
    if (scope === MAIN_GRAPH) return;
    const known = byScope.get(scope);
    if (known === undefined) byScope.set(scope, [tensor]);
    else known.push(tensor);
  });
  return byScope;
}

const NO_METADATA: ReadonlyMap<string, string> = new Map();
const NO_ATTRIBUTES: Attributes = new Map();
