import { NONE, type NodeId } from '../../shared/graph/graph';
import type { Connections } from './connections';

/** Which layer each node belongs to. */
export interface Layers {
  /** Anchor node per main-graph node; −1 for hidden ones. */
  readonly layerOf: Int32Array;
}

/** May a node join the layer of an anchor, as far as groups go? */
export type Admits = (node: NodeId, anchor: NodeId) => boolean;

/**
 * Joins satellites to anchors: to the layer that makes a node's input (the deepest one, so that a residual addition joins the branch and not
 * the shortcut); before the first anchor, to the only layer that reads it; else the node is an anchor itself.
 * @param isAnchor 1 per anchor node
 */
export function joinSatellites(connections: Connections, isAnchor: Uint8Array, admits: Admits): Layers {
  const joining = new Joining(connections, isAnchor, admits);
  for (let node = 0; node < connections.nodeCount; node++) joining.lookBack(node);
  for (let node = connections.nodeCount - 1; node >= 0; node--) joining.lookAhead(node);
  return { layerOf: joining.layerOf };
}

class Joining {
  readonly layerOf: Int32Array;
  /** Where a node goes when neither its own group before it nor its readers take it. */
  private readonly elsewhere: Int32Array;
  /** Anchors on the longest way from an input of the graph. */
  private readonly depth: Int32Array;

  constructor(
    private readonly connections: Connections,
    private readonly isAnchor: Uint8Array,
    private readonly admits: Admits,
  ) {
    this.layerOf = new Int32Array(connections.nodeCount).fill(NONE);
    this.elsewhere = new Int32Array(connections.nodeCount).fill(NONE);
    this.depth = new Int32Array(connections.nodeCount);
  }

  lookBack(node: NodeId): void {
    const { connections, layerOf, elsewhere, depth } = this;
    if (connections.isHidden(node)) return;
    let deepest = -1;
    let deepestElsewhere = -1;
    for (const before of connections.predecessors(node)) {
      const anchor = layerOf[before]! === NONE ? elsewhere[before]! : layerOf[before]!;
      depth[node] = Math.max(depth[node]!, depth[before]!);
      if (anchor === NONE) continue;
      if (layerOf[before] !== NONE && depth[before]! > deepest && this.admits(node, anchor)) {
        deepest = depth[before]!;
        layerOf[node] = anchor;
      }
      if (depth[before]! > deepestElsewhere) {
        deepestElsewhere = depth[before]!;
        elsewhere[node] = anchor;
      }
    }
    if (this.isAnchor[node] === 0) return;
    layerOf[node] = node;
    depth[node]!++;
  }

  lookAhead(node: NodeId): void {
    const { connections, layerOf } = this;
    if (connections.isHidden(node) || layerOf[node] !== NONE) return;
    const readers = new Set(connections.successors(node).map(reader => layerOf[reader]!));
    const [only] = readers;
    if (readers.size === 1 && only !== undefined && only !== NONE && this.admits(node, only)) layerOf[node] = only;
    else layerOf[node] = this.elsewhere[node] === NONE ? node : this.elsewhere[node]!;
  }
}
