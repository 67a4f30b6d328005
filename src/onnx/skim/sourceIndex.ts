import type { NodeId, SubgraphId, TensorId } from '../../shared/graph/graph';
import type { Weight } from '../../shared/graph/weight';
import type { ByteRange } from '../byteSource';

/** Where things of the graph stand in the file; grows while the skim goes on. Indexed by node or subgraph id. */
export class SourceIndex {
  readonly nodeOffsets: number[] = [];
  readonly nodeLengths: number[] = [];
  /** Message bytes of each subgraph. */
  readonly subgraphParts: (readonly ByteRange[])[] = [];
  /** Overload that a node calls, where it names one. */
  readonly overloads = new Map<NodeId, string>();
  /** How many attributes are read of a node that has more than there was room for. */
  readonly attributeLimits = new Map<NodeId, number>();
  /** Bodies by owner and attribute, in file order. */
  private readonly bodies = new Map<NodeId, Map<string, SubgraphId[]>>();
  /** Values of Constant nodes. */
  readonly constants = new Map<NodeId, { readonly weight: Weight; readonly tensor: TensorId }>();

  addNode(node: NodeId, range: ByteRange): void {
    this.nodeOffsets[node] = range.offset;
    this.nodeLengths[node] = range.length;
  }

  addBody(owner: NodeId, attribute: string, body: SubgraphId): void {
    let byAttribute = this.bodies.get(owner);
    if (byAttribute === undefined) this.bodies.set(owner, (byAttribute = new Map<string, SubgraphId[]>()));
    const known = byAttribute.get(attribute);
    if (known === undefined) byAttribute.set(attribute, [body]);
    else known.push(body);
  }

  bodiesOf(owner: NodeId, attribute: string): readonly SubgraphId[] {
    return this.bodies.get(owner)?.get(attribute) ?? [];
  }

  nodeRange(node: NodeId): ByteRange {
    return { offset: this.nodeOffsets[node] ?? 0, length: this.nodeLengths[node] ?? 0 };
  }
}
