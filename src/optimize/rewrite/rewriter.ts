import type { Attributes, AttributeValue } from '../../shared/graph/attribute';
import { dtypeNumber, type Dtype } from '../../shared/graph/dtype';
import type { Edit, EditBatch, NodeDefinition } from '../../shared/graph/edit';
import { MAIN_GRAPH, NONE, type Graph, type NodeId, type SubgraphId, type TensorId } from '../../shared/graph/graph';
import { mainGraph, nodeInputs, nodeOutputs } from '../../shared/graph/traversal';
import type { Weight } from '../../shared/graph/weight';
import { UniqueNames } from './uniqueNames';

/**
 * Collects the edits of a pass. Redirecting and renaming tensors is remembered and carried out when the batch is made, so that several rules
 * may touch the same node; a node that only reads or writes another name is remade with its attributes and origin. What is edited is the main graph, unless
 * another scope is given.
 */
export class Rewriter {
  private unique: UniqueNames | undefined;
  private readonly edits: Edit[] = [];
  private readonly removed = new Set<NodeId>();
  private readonly insertions: { readonly at: NodeId; readonly with: readonly NodeDefinition[] }[] = [];
  private readonly reads = new Map<string, string>();
  private readonly writes = new Map<string, string>();
  private readonly ownReads = new Map<NodeId, Map<number, string>>();
  private readonly ownAttributes = new Map<NodeId, Map<string, AttributeValue>>();

  constructor(
    readonly graph: Graph,
    private readonly scope: SubgraphId = MAIN_GRAPH,
  ) {}

  /** Collected when the first new name is made: most rules find nothing to change. */
  get names(): UniqueNames {
    return (this.unique ??= new UniqueNames(this.graph));
  }

  /** Every reader of `from` in the scope itself reads `to` instead. */
  redirect(from: string, to: string): void {
    this.reads.set(from, to);
  }

  /** The node that writes `from` writes `to` instead; readers are not changed. */
  renameOutput(from: string, to: string): void {
    this.writes.set(from, to);
  }

  /** A tensor is called `to` wherever the scope itself writes or reads it. */
  rename(from: string, to: string): void {
    this.renameOutput(from, to);
    this.redirect(from, to);
  }

  /** Input `index` of one node reads `name` instead; it may lie beyond the last one that the node has. Wins over `redirect`. */
  setInput(node: NodeId, index: number, name: string): void {
    const own = this.ownReads.get(node) ?? new Map<number, string>();
    this.ownReads.set(node, own.set(index, name));
  }

  /** Wherever one node reads `tensor`, it reads `name` instead. */
  replaceInput(node: NodeId, tensor: TensorId, name: string): void {
    nodeInputs(this.graph, node).forEach((read, index) => {
      if (read === tensor) this.setInput(node, index, name);
    });
  }

  setAttribute(node: NodeId, name: string, value: AttributeValue): void {
    const own = this.ownAttributes.get(node) ?? new Map<string, AttributeValue>();
    this.ownAttributes.set(node, own.set(name, value));
  }

  remove(node: NodeId): void {
    this.removed.add(node);
  }

  isRemoved(node: NodeId): boolean {
    return this.removed.has(node);
  }

  /** Puts nodes where `at` stands, before it unless it is removed. Order is repaired anyway. */
  insert(at: NodeId, ...definitions: readonly NodeDefinition[]): void {
    this.insertions.push({ at, with: definitions });
  }

  setWeight(name: string, weight: Weight, origins: readonly string[] = []): void {
    this.edits.push({ kind: 'setInitializer', scope: this.scope, name, weight, origins });
  }

  /** Stores a new weight under `wanted` or a name like it, which is returned. */
  addWeight(wanted: string, weight: Weight, origins: readonly string[] = []): string {
    const name = this.names.make(wanted);
    this.setWeight(name, weight, origins);
    return name;
  }

  edit(edit: Edit): void {
    this.edits.push(edit);
  }

  batch(): EditBatch {
    const { scope } = this;
    const { firstNode, nodeCount } = this.graph.subgraphs[scope] ?? mainGraph(this.graph);
    const edits: Edit[] = [];
    for (const { at, with: definitions } of this.insertions) {
      edits.push({ kind: 'replaceNodes', scope, nodes: [], at, with: definitions.map(definition => this.resolved(definition)) });
    }
    for (let node = firstNode; node < firstNode + nodeCount; node++) {
      if (this.removed.has(node)) edits.push({ kind: 'replaceNodes', scope, nodes: [node], at: node, with: [] });
      else for (const edit of this.remade(node)) edits.push(edit);
    }
    return { edits: [...edits, ...this.edits] };
  }

  private remade(node: NodeId): readonly Edit[] {
    const own = this.ownReads.get(node);
    const set = this.ownAttributes.get(node);
    if (own === undefined && set === undefined && this.reads.size === 0 && this.writes.size === 0) return [];
    const definition = defineLike(this.graph, node);
    const count = Math.max(definition.inputs.length, ...Array.from(own?.keys() ?? [], index => index + 1));
    const inputs = Array.from({ length: count }, (_, index) => own?.get(index) ?? this.read(definition.inputs[index] ?? ''));
    const outputs = definition.outputs.map(name => this.writes.get(name) ?? name);
    if (set === undefined && sameNames(inputs, definition.inputs) && sameNames(outputs, definition.outputs)) return [];
    const attributes = set === undefined ? definition.attributes : new Map([...definition.attributes, ...set]);
    return [{ kind: 'replaceNodes', scope: this.scope, nodes: [node], at: node, with: [{ ...definition, inputs, outputs, attributes }] }];
  }

  private resolved(definition: NodeDefinition): NodeDefinition {
    return { ...definition, inputs: definition.inputs.map(name => this.read(name)) };
  }

  private read(name: string): string {
    let target = name;
    // A chain of redirections (Identity of Identity) is followed to its end; each step is used once, so a cycle ends too.
    for (let steps = 0; steps <= this.reads.size; steps++) {
      const next = this.reads.get(target);
      if (next === undefined) break;
      target = next;
    }
    return target;
  }
}

/** The definition of a node as it stands, or with other names for what it reads and makes. */
export function defineLike(
  graph: Graph,
  node: NodeId,
  nameOf: (tensor: TensorId) => string = tensor => tensorName(graph, tensor),
): NodeDefinition {
  const { names, ops, domains, overloads } = graph.nodes;
  const overload = overloads.get(node);
  return {
    name: names[node] ?? '',
    op: ops[node] ?? '',
    domain: domains[node] ?? '',
    ...(overload === undefined ? {} : { overload }),
    inputs: Array.from(nodeInputs(graph, node), nameOf),
    outputs: Array.from(nodeOutputs(graph, node), nameOf),
    attributes: graph.nodes.attributes(node),
    origins: [node],
  };
}

/** A Cast of the standard domain. */
export function defineCast(name: string, from: string, to: string, dtype: Dtype, origins: readonly NodeId[] = []): NodeDefinition {
  return defineNode('Cast', name, [from], [to], origins, new Map([['to', { kind: 'int', value: dtypeNumber(dtype) }]]));
}

/** A node of the standard domain. */
export function defineNode(
  op: string,
  name: string,
  inputs: readonly string[],
  outputs: readonly string[],
  origins: readonly NodeId[],
  attributes: Attributes = new Map(),
): NodeDefinition {
  return { name, op, domain: '', inputs, outputs, attributes, origins };
}

/** Name of a tensor, `""` for `NONE`. */
export function tensorName(graph: Graph, tensor: TensorId): string {
  return tensor === NONE ? '' : (graph.tensors.names[tensor] ?? '');
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}
