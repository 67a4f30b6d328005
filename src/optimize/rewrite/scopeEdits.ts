import type { AttributeValue } from '../../shared/graph/attribute';
import type { Edit, NodeDefinition } from '../../shared/graph/edit';
import { NONE, type Graph, type NodeId, type Subgraph, type SubgraphId, type TensorId } from '../../shared/graph/graph';
import { scopeIndex } from '../../shared/graph/scopeIndex';
import { mainGraph, nodeOutput, tensorByName } from '../../shared/graph/traversal';
import type { Weight } from '../../shared/graph/weight';
import { defineLike, defineNode, tensorName } from './rewriter';
import type { UniqueNames } from './uniqueNames';

/** A body or function of `graph`, as `ScopeGraphs` took it out (`part`) and with edits in it (`after`). `names`: of all that is in `graph`. */
export interface EditedScope {
  readonly graph: Graph;
  readonly scope: SubgraphId;
  readonly part: Graph;
  readonly after: Graph;
  readonly names: UniqueNames;
}

/** Edits of the whole graph that make a scope what became of it as a model of its own. */
export function scopeEdits(edited: EditedScope): readonly Edit[] {
  return new ScopeDifference(edited).edits();
}

class ScopeDifference {
  private readonly graph: Graph;
  private readonly scope: Subgraph;
  private readonly part: Graph;
  private readonly after: Graph;
  private readonly names: UniqueNames;
  private readonly partNames: ReadonlySet<string>;
  private readonly partNodeNames: ReadonlySet<string>;
  /** Names that edits made up, as nothing else in the whole model is called. */
  private readonly madeNames = new Map<string, string>();

  constructor({ graph, scope: id, part, after, names }: EditedScope) {
    const scope = graph.subgraphs[id];
    if (scope === undefined) throw new Error('The graph has no such scope.');
    this.graph = graph;
    this.scope = scope;
    this.part = part;
    this.after = after;
    this.names = names;
    this.partNames = new Set(part.tensors.names);
    this.partNodeNames = new Set(part.nodes.names);
  }

  edits(): readonly Edit[] {
    return [...this.weightEdits(), ...this.nodeEdits(), ...this.typeEdits()];
  }

  private nodeEdits(): readonly Edit[] {
    const { scope, after } = this;
    const edits: Edit[] = [];
    const kept = new Set(mainNodes(after).map(node => after.nodes.sourceIndex[node]));
    const taken = new Set(mainNodes(this.part).map(node => this.part.nodes.sourceIndex[node]));
    for (let node = scope.firstNode; node < scope.firstNode + scope.nodeCount; node++) {
      const stays = taken.has(node) ? kept.has(node) : this.keepsConstant(node);
      if (!stays) edits.push({ kind: 'replaceNodes', scope: scope.id, nodes: [node], at: node, with: [] });
    }
    let at = NONE;
    const made: Edit[] = [];
    for (const node of mainNodes(after).toReversed()) {
      const source = after.nodes.sourceIndex[node] ?? NONE;
      if (source === NONE) made.push({ kind: 'replaceNodes', scope: scope.id, nodes: [], at, with: [this.definition(node)] });
      else at = source;
    }
    return [...edits, ...made.toReversed()];
  }

  /** Whether a `Constant` node of a function, which was an initializer meanwhile, has the value that it had. */
  private keepsConstant(node: NodeId): boolean {
    const output = nodeOutput(this.graph, node, 0);
    return initializerOf(this.after, tensorName(this.graph, output)) === this.graph.tensors.weights[output];
  }

  private definition(node: NodeId): NodeDefinition {
    const { after } = this;
    const definition = defineLike(after, node, tensor => this.nameOf(tensor));
    const isNew = definition.name !== '' && !this.partNodeNames.has(definition.name);
    return {
      ...definition,
      name: isNew ? this.names.make(definition.name) : definition.name,
      attributes: new Map([...definition.attributes].map(([name, value]) => [name, this.withOuterIds(value)])),
      origins: after.provenance.nodeOrigins[node] ?? [],
    };
  }

  private withOuterIds(value: AttributeValue): AttributeValue {
    const outer = (id: SubgraphId): SubgraphId => this.after.subgraphs[id]?.sourceId ?? NONE;
    if (value.kind === 'graph') return { kind: 'graph', subgraph: outer(value.subgraph) };
    return value.kind === 'graphs' ? { kind: 'graphs', subgraphs: value.subgraphs.map(outer) } : value;
  }

  private weightEdits(): readonly Edit[] {
    const { graph, scope, after } = this;
    const { names, weights, isInitializer, subgraphs } = after.tensors;
    const edits: Edit[] = [];
    names.forEach((name, tensor) => {
      const weight = weights[tensor];
      const isOwn = subgraphs[tensor] === mainGraph(after).id && isInitializer[tensor] === 1;
      if (!isOwn || weight === undefined || weight === initializerOf(this.part, name)) return;
      edits.push(this.setWeight(this.nameOf(tensor), weight, after.provenance.tensorOrigins.get(name) ?? []));
    });
    for (const tensor of scopeIndex(graph).initializersOf(scope.id)) {
      const name = tensorName(graph, tensor);
      if (initializerOf(after, name) === undefined) edits.push({ kind: 'removeInitializer', scope: scope.id, name });
    }
    return edits;
  }

  private setWeight(name: string, weight: Weight, origins: readonly string[]): Edit {
    const { scope } = this;
    if (scope.kind !== 'function') return { kind: 'setInitializer', scope: scope.id, name, weight, origins };
    const constant = defineNode('Constant', '', [], [name], [], new Map([['value', { kind: 'tensor', weight }]]));
    return { kind: 'replaceNodes', scope: scope.id, nodes: [], at: scope.firstNode, with: [constant] };
  }

  /** What the file says of inner tensors, where an edit changed or dropped it. */
  private typeEdits(): readonly Edit[] {
    const { scope, part, after } = this;
    const ends = new Set(mainGraph(part).inputs);
    return part.tensors.declaredTypes.flatMap((type, tensor): readonly Edit[] => {
      const name = tensorName(part, tensor);
      const now = tensorByName(after, name);
      const typeNow = after.tensors.declaredTypes[now];
      if (part.tensors.subgraphs[tensor] !== mainGraph(part).id || ends.has(tensor) || now === NONE || type === typeNow) return [];
      if (typeNow === undefined) return type === undefined ? [] : [{ kind: 'dropTypes', scope: scope.id, names: [name] }];
      return [{ kind: 'setType', scope: scope.id, name, type: typeNow }];
    });
  }

  private nameOf(tensor: TensorId): string {
    const name = tensorName(this.after, tensor);
    if (name === '' || this.partNames.has(name)) return name;
    const made = this.madeNames.get(name) ?? this.names.make(name);
    this.madeNames.set(name, made);
    return made;
  }
}

function initializerOf(graph: Graph, name: string): Weight | undefined {
  const tensor = tensorByName(graph, name);
  return graph.tensors.isInitializer[tensor] === 1 ? graph.tensors.weights[tensor] : undefined;
}

function mainNodes(graph: Graph): readonly NodeId[] {
  return Array.from({ length: mainGraph(graph).nodeCount }, (_, node) => node);
}
