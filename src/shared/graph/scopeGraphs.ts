import type { ValueType } from './attribute';
import { Bodies } from './bodies';
import { calledFunctions } from './calledFunctions';
import { constantWeight } from './constants';
import { NONE, type Graph, type NodeId, type Subgraph, type SubgraphId, type TensorId } from './graph';
import { draftGraph, type GraphDraft, type ScopeDraft } from './graphDraft';
import { rebuildGraph } from './rebuildGraph';
import { scopeIndex } from './scopeIndex';
import { nodeInputs, nodeOutput } from './traversal';
import type { Weight } from './weight';

/** The bodies and functions of a graph as models of their own, for what looks at main graphs. */
export class ScopeGraphs {
  private readonly bodies: Bodies;
  private readonly draft: GraphDraft;
  /** The graph with its own ids in the places of those of its file. */
  private readonly addressed: Graph;

  constructor(private readonly graph: Graph) {
    this.bodies = new Bodies(graph);
    this.draft = draftGraph(graph, { edits: [] });
    this.addressed = {
      ...graph,
      subgraphs: graph.subgraphs.map(subgraph => ({ ...subgraph, sourceId: subgraph.id })),
      nodes: { ...graph.nodes, sourceIndex: Int32Array.from({ length: graph.nodes.count }, (_, node) => node) },
    };
  }

  /**
   * One of them as a main graph. What it captures is an input, and a stored constant that it captures an initializer which is an output as well, so that nobody
   * takes it for its own. The `Constant` nodes of a function are initializers, which functions lack. Ids of the whole graph are kept: `sourceIndex` and the origins
   * of nodes, and `sourceId` of bodies. `typeOf`: what is certain about an input; the file's word on the shapes of a loop's variables is not.
   */
  of(id: SubgraphId, typeOf: (tensor: TensorId) => ValueType | undefined): Graph {
    const { graph, draft, bodies } = this;
    const scope = graph.subgraphs[id];
    if (scope === undefined) throw new Error('The graph has no such scope.');
    const nodes = Array.from({ length: scope.nodeCount }, (_, position) => scope.firstNode + position);
    const called = calledFunctions(graph, nodes, bodies);
    const root = rootDraft(graph, scope, nodes, draft.scopes.get(id), typeOf);
    return rebuildGraph(
      this.addressed,
      {
        scopes: { get: other => (other === id ? root : draft.scopes.get(other)) },
        functions: [...called].sort((a, b) => a - b).flatMap(other => graph.subgraphs[other] ?? []),
        facts: { ...graph.facts, opsets: new Map([...graph.facts.opsets, ...(scope.functionOpsets ?? [])]) },
      },
      bodies,
      origins => ({ isIdentity: false, nodeOrigins: origins, tensorOrigins: new Map(), axisMaps: new Map() }),
      id,
    );
  }
}

function rootDraft(
  graph: Graph,
  scope: Subgraph,
  nodes: readonly NodeId[],
  own: ScopeDraft | undefined,
  typeOf: (tensor: TensorId) => ValueType | undefined,
): ScopeDraft {
  if (own === undefined) throw new Error('A scope was not drafted.');
  const nameOf = (tensor: TensorId): string => graph.tensors.names[tensor] ?? '';
  const initializers = new Map(own.initializers);
  const types = new Map(own.types);
  const [inputs, outputs] = [new Set(own.inputs), [...own.outputs]];
  for (const tensor of capturedTensors(graph, scope.id)) {
    const weight = constantWeight(graph, tensor);
    if (weight === undefined) inputs.add(nameOf(tensor));
    else {
      initializers.set(nameOf(tensor), weight);
      outputs.push(nameOf(tensor));
    }
    setOrDelete(types, nameOf(tensor), weight === undefined ? typeOf(tensor) : undefined);
  }
  for (const input of scope.inputs) setOrDelete(types, nameOf(input), typeOf(input));
  const stored = scope.kind === 'function' ? nodes.filter(node => isStoredConstant(graph, scope, node)) : [];
  for (const node of stored) {
    const output = nodeOutput(graph, node, 0);
    const weight = graph.tensors.weights[output];
    if (weight !== undefined) initializers.set(nameOf(output), weight);
  }
  const left = nodes.filter(node => !stored.includes(node)).map(node => ({ kind: 'kept', node }) as const);
  return { nodes: left, inputs, outputs, initializers, types, isEdited: false };
}

/** Tensors of the scopes around it that a scope and the bodies in it read. */
function capturedTensors(graph: Graph, id: SubgraphId): ReadonlySet<TensorId> {
  const { subgraphs, nodes, tensors } = graph;
  const index = scopeIndex(graph);
  const inside = new Set([id]);
  for (const scope of inside) for (const body of index.bodiesIn(scope)) inside.add(body);
  const captured = new Set<TensorId>();
  for (const scope of inside) {
    const { firstNode = 0, nodeCount = 0, outputs = [] } = subgraphs[scope] ?? {};
    const reads = nodes.inputs.subarray(nodes.inputStart[firstNode], nodes.inputStart[firstNode + nodeCount]);
    for (const tensor of [...reads, ...outputs])
      if (tensor !== NONE && !inside.has(tensors.subgraphs[tensor] ?? NONE)) captured.add(tensor);
  }
  return captured;
}

function isStoredConstant(graph: Graph, scope: Subgraph, node: NodeId): boolean {
  if (graph.nodes.ops[node] !== 'Constant' || graph.nodes.domains[node] !== '' || nodeInputs(graph, node).length > 0) return false;
  const output = nodeOutput(graph, node, 0);
  const weight = output === NONE ? undefined : graph.tensors.weights[output];
  return weight !== undefined && !scope.outputs.includes(output) && isDense(weight);
}

function isDense({ dtype, bytes }: Weight): boolean {
  return dtype !== 'string' && !(bytes.kind === 'file' && bytes.form === 'sparse');
}

function setOrDelete(types: Map<string, ValueType>, name: string, type: ValueType | undefined): void {
  if (type === undefined) types.delete(name);
  else types.set(name, type);
}
