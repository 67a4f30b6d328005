import { NONE, type NodeId } from '../../shared/graph/graph';
import type { Anchors } from './anchors';
import type { Connections } from './connections';

/** May a node join the layer of an anchor, as far as groups go? */
export type Admits = (node: NodeId, anchor: NodeId) => boolean;

/**
 * Joins satellites to anchors: to the layer that makes a node's input (the deepest one, so that a residual addition joins the branch and not
 * the shortcut); before the first anchor, to the only layer that reads it; else the node is an anchor itself.
 * @returns the anchor of each main-graph node, −1 for hidden ones
 */
export function joinSatellites(connections: Connections, anchors: Anchors, admits: Admits): Int32Array {
  const joining = new Joining(connections, anchors, admits);
  for (let node = 0; node < connections.nodeCount; node++) joining.lookBack(node);
  for (let node = connections.nodeCount - 1; node >= 0; node--) joining.lookAhead(node);
  return joining.layerOf;
}

class Joining {
  readonly layerOf: Int32Array;
  /** Where a node goes when neither a layer before it in its own group nor its readers take it. */
  private readonly elsewhere: Int32Array;
  /** Anchors on the longest way from an input of the graph. */
  private readonly depth: Int32Array;

  constructor(
    private readonly connections: Connections,
    private readonly anchors: Anchors,
    private readonly admits: Admits,
  ) {
    this.layerOf = new Int32Array(connections.nodeCount).fill(NONE);
    this.elsewhere = new Int32Array(connections.nodeCount).fill(NONE);
    this.depth = new Int32Array(connections.nodeCount);
  }

  lookBack(node: NodeId): void {
    const { connections, layerOf, elsewhere, depth } = this;
    if (connections.isHidden(node)) return;
    let nearest = -1;
    let nearestElsewhere = -1;
    const { inputStart, inputs } = connections.graph.nodes;
    for (let slot = inputStart[node]!; slot < inputStart[node + 1]!; slot++) {
      const before = inputs[slot] === NONE ? NONE : connections.producer(inputs[slot]!);
      if (before === NONE) continue;
      const deep = depth[before]!;
      const anchor = layerOf[before] === NONE ? elsewhere[before]! : layerOf[before]!;
      depth[node] = Math.max(depth[node]!, deep);
      if (anchor === NONE) continue;
      if (deep > nearestElsewhere) [nearestElsewhere, elsewhere[node]] = [deep, anchor];
      if (layerOf[before] !== NONE && deep > nearest && this.admits(node, anchor)) [nearest, layerOf[node]] = [deep, anchor];
    }
    const claimant = this.anchors.claimedBy[node]!;
    if (claimant !== NONE) layerOf[node] = claimant;
    if (this.anchors.isAnchor[node] === 0) return;
    layerOf[node] = node;
    depth[node]!++;
  }

  lookAhead(node: NodeId): void {
    const { connections, layerOf } = this;
    if (connections.isHidden(node) || layerOf[node] !== NONE) return;
    const [only, ...others] = new Set(connections.successors(node).map(reader => layerOf[reader]!));
    const isTaken = only !== undefined && only !== NONE && others.length === 0 && this.admits(node, only);
    layerOf[node] = isTaken ? only : this.elsewhere[node] === NONE ? node : this.elsewhere[node]!;
  }
}
