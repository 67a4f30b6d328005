import { MAIN_GRAPH, NONE, type Graph, type NodeId, type Subgraph, type SubgraphId } from '../../shared/graph/graph';
import type { ByteRange } from '../byteSource';
import type { OnnxModel } from '../openModel';
import type { WireCursor } from '../wire/wireCursor';
import type { AttributeSource } from './attributeSegments';
import { modelSegment, type Segment } from './segment';
import { GraphSplicer } from './spliceGraph';

/** Splices the graphs and functions of an edited graph into each other; what no edit touched is copied whole. */
export class ScopeSplicer {
  private readonly source: AttributeSource;
  /** Edited bodies, and those around edited ones, by owner. */
  private readonly editedByOwner = new Map<NodeId, Subgraph[]>();
  private readonly edited = new Set<Subgraph>();

  constructor(
    cursor: WireCursor,
    private readonly model: OnnxModel,
    private readonly graph: Graph,
  ) {
    this.source = {
      ...{ cursor, graph, weights: model.weights },
      scopeSegments: scope => this.splice(scope),
      editedBodies: node => this.editedBodies(node),
    };
    for (const scope of graph.subgraphs) {
      for (let outer: Subgraph | undefined = scope; scope.isEdited === true && outer !== undefined; outer = graph.subgraphs[outer.parent])
        this.markEdited(outer);
    }
  }

  /** The content of each message that a scope has in the source. */
  splice(scope: Subgraph): readonly (readonly Segment[])[] {
    const { model, graph } = this;
    const before = model.graph.subgraphs[sourceIdOf(scope)];
    const parts = this.partsOf(scope);
    if (before === undefined || parts === undefined) throw new Error('A scope that is in no file cannot be written.');
    if (scope.kind !== 'main' && !this.edited.has(scope)) return parts.map(part => [modelSegment(part)]);
    return new GraphSplicer(this.source, { graph: model.graph, scope: before }, { graph, scope }, parts).splice();
  }

  private markEdited(scope: Subgraph): void {
    if (this.edited.has(scope)) return;
    this.edited.add(scope);
    if (scope.ownerNode !== NONE) this.editedByOwner.set(scope.ownerNode, [...(this.editedByOwner.get(scope.ownerNode) ?? []), scope]);
  }

  private partsOf(scope: Subgraph): readonly ByteRange[] | undefined {
    return this.model.index.subgraphParts[sourceIdOf(scope)];
  }

  private editedBodies(node: NodeId): ReadonlyMap<number, readonly Segment[]> {
    const bodies = this.editedByOwner.get(node) ?? [];
    return new Map(
      bodies.flatMap(body => {
        const parts = this.partsOf(body) ?? [];
        return this.splice(body).map((content, index) => [parts[index]?.offset ?? NONE, content] as const);
      }),
    );
  }
}

/** A main graph that was put together from parts stands for the one of the source all the same. */
function sourceIdOf({ kind, sourceId }: Subgraph): SubgraphId {
  return kind === 'main' ? MAIN_GRAPH : (sourceId ?? NONE);
}
