import { NONE, type NodeId } from '../../../shared/graph/graph';
import type { Connections } from '../connections';

/** Visible nodes in file order, which ONNX demands to be topological. */
export interface VisibleOrder {
  readonly nodes: readonly NodeId[];
  /** Position of each main-graph node in `nodes`, −1 for hidden ones. */
  readonly positionOf: Int32Array;
}

export function visibleOrder(connections: Connections): VisibleOrder {
  const positionOf = new Int32Array(connections.nodeCount).fill(NONE);
  const nodes: NodeId[] = [];
  for (let node = 0; node < connections.nodeCount; node++) {
    if (connections.isHidden(node)) continue;
    positionOf[node] = nodes.length;
    nodes.push(node);
  }
  return { nodes, positionOf };
}
