import type { AttributeValue, Attributes } from './attribute';
import type { Bodies } from './bodies';
import { MAIN_GRAPH, NONE, type Graph, type NodeId, type Subgraph, type SubgraphId } from './graph';
import { GraphBuilder, type SubgraphDescription } from './graphBuilder';
import type { DraftNode, GraphDraft } from './graphDraft';
import { keptAttributes } from './keptAttributes';
import { nodeInputs, nodeOutput, nodeOutputs, tensorNames } from './traversal';

/** @param origins nodes of the old graph that each node of the new one stands for, by id @param names every tensor name of the new graph */
type ProvenanceOf = (origins: readonly (readonly NodeId[])[], names: ReadonlySet<string>) => Graph['provenance'];

/**
 * The graph of a draft. Scopes come in the order in which a reader of its file would meet them: the main graph, functions, and bodies breadth first, so that ids
 * are the same after writing. `root`: the scope that becomes the main graph.
 */
export function rebuildGraph(graph: Graph, draft: Plan, bodies: Bodies, provenanceOf: ProvenanceOf, root: SubgraphId = MAIN_GRAPH): Graph {
  return new Rebuilding(graph, draft, bodies).build(root, provenanceOf);
}

/** What a graph is built from; scopes are asked for one by one. */
type Plan = Pick<GraphDraft, 'functions' | 'facts'> & { readonly scopes: Pick<GraphDraft['scopes'], 'get'> };

/** A body with the new id of the node that owns it. */
interface OwnedBody {
  readonly body: Subgraph;
  readonly owner: NodeId;
}

/** Builds an edited graph, remembering which new ids the old ones became. */
class Rebuilding {
  private readonly builder = new GraphBuilder();
  private readonly newSubgraphs = new Map<SubgraphId, SubgraphId>();
  /** What each new node was, by new id. */
  private readonly sources: DraftNode[] = [];
  private readonly overloads = new Map<NodeId, string>();

  constructor(
    private readonly graph: Graph,
    private readonly draft: Plan,
    private readonly bodies: Bodies,
  ) {}

  build(root: SubgraphId, provenanceOf: ProvenanceOf): Graph {
    const { graph, draft, builder, sources } = this;
    const { name } = graph.subgraphs[root] ?? graph;
    const functions = draft.functions.filter(({ id }) => id !== root);
    const pending = [
      ...this.addScope(root, { kind: 'main', name, ownerNode: NONE, ownerAttribute: '', parent: NONE }),
      ...functions.flatMap(scope => this.addScope(scope.id, scope)),
    ];
    for (let next = 0; next < pending.length; next++) {
      const { body, owner } = pending[next]!;
      const parent = this.newSubgraphs.get(body.parent) ?? NONE;
      pending.push(...this.addScope(body.id, { ...body, ownerNode: owner, parent }));
    }
    const details = {
      attributes: keptAttributes(node => this.attributesOf(built, node)),
      metadata: (node: NodeId): ReadonlyMap<string, string> => {
        const source = sources[node];
        return source?.kind === 'kept' ? graph.nodes.metadata(source.node) : NO_METADATA;
      },
      overloads: this.overloads,
    };
    const origins = sources.map(node => (node.kind === 'kept' ? [node.node] : node.definition.origins));
    const built: Graph = builder.build(draft.facts, graph.name, details, provenanceOf(origins, new Set(builder.tensorNamesSoFar)));
    return built;
  }

  /** Adds a scope; returns the bodies of its nodes with their new owners. */
  private addScope(id: SubgraphId, description: SubgraphDescription): readonly OwnedBody[] {
    const { builder, graph } = this;
    const scope = this.draft.scopes.get(id);
    if (scope === undefined) throw new Error('A scope was not drafted.');
    const { inputs, outputs, initializers, types, nodes, isEdited } = scope;
    this.newSubgraphs.set(id, builder.beginSubgraph(isEdited ? { ...description, isEdited } : description));
    for (const input of inputs) builder.addInput(input, types.get(input));
    for (const [initializer, weight] of initializers) builder.addInitializer(initializer, weight);
    for (const output of outputs) builder.addOutput(output);
    const owned: OwnedBody[] = [];
    for (const node of nodes) {
      const owner = this.addNode(node);
      for (const body of this.bodies.of(node).flatMap(inner => graph.subgraphs[inner] ?? [])) owned.push({ body, owner });
    }
    for (const [tensor, type] of types) builder.declareType(tensor, type);
    builder.finishSubgraph();
    return owned;
  }

  private addNode(node: DraftNode): NodeId {
    const id = node.kind === 'kept' ? this.addKept(node.node) : this.addMade(node);
    this.sources[id] = node;
    return id;
  }

  private addMade({ definition }: DraftNode & { readonly kind: 'made' }): NodeId {
    const { name, op, domain, overload, inputs, outputs, attributes } = definition;
    const id = this.builder.addNode(name, op, domain, inputs, outputs);
    if (overload !== undefined) this.overloads.set(id, overload);
    const value = op === 'Constant' && domain === '' ? attributes.get('value') : undefined;
    if (value?.kind === 'tensor' && outputs[0] !== undefined) this.builder.setConstant(outputs[0], value.weight);
    return id;
  }

  private addKept(node: NodeId): NodeId {
    const { nodes, tensors } = this.graph;
    const outputs = tensorNames(this.graph, nodeOutputs(this.graph, node));
    const id = this.builder.addNode(
      nodes.names[node] ?? '',
      nodes.ops[node] ?? '',
      nodes.domains[node] ?? '',
      tensorNames(this.graph, nodeInputs(this.graph, node)),
      outputs,
      nodes.sourceIndex[node] ?? NONE,
    );
    const overload = nodes.overloads.get(node);
    if (overload !== undefined) this.overloads.set(id, overload);
    const constant = nodeOutput(this.graph, node, 0);
    const weight = constant === NONE ? undefined : tensors.weights[constant];
    if (weight !== undefined && tensors.isInitializer[constant] === 0) this.builder.setConstant(outputs[0] ?? '', weight);
    return id;
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

const NO_METADATA: ReadonlyMap<string, string> = new Map();
const NO_ATTRIBUTES: Attributes = new Map();
