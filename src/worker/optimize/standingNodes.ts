import { groupBy } from '../../shared/base/groupBy';
import type { Graph, NodeId } from '../../shared/graph/graph';
import { nodeOrigins } from '../../shared/graph/provenance';
import { consumersOf, mainGraph, nodeOutputs } from '../../shared/graph/traversal';
import type { LayerPlan } from '../../shared/report/passDescription';

/** What stands for a node after passes, in ids of the planned graph. */
export interface Standing {
  /** All that came from it, alone or with others, in whichever graph. */
  readonly nodes: readonly NodeId[];
  /** Those of the main graph that count to its row; each counts to one row at the most. */
  readonly own: readonly NodeId[];
}

/** What stands for the node of each row. `planned`: with provenance to `original`. Rows for which nothing stands are left out. */
export function standingNodes(original: Graph, planned: Graph, layers: readonly Pick<LayerPlan, 'node'>[]): ReadonlyMap<NodeId, Standing> {
  const rows = new Set(layers.map(({ node }) => node));
  const own = nodesOfRows(original, planned, rows);
  const standing = new Map<NodeId, NodeId[]>();
  for (let node = 0; node < planned.nodes.count; node++) {
    for (const origin of nodeOrigins(planned, node)) {
      const known = standing.get(origin);
      if (known !== undefined) known.push(node);
      else if (rows.has(origin)) standing.set(origin, [node]);
    }
  }
  return new Map([...standing].map(([row, nodes]): [NodeId, Standing] => [row, { nodes, own: own.get(row) ?? [] }]));
}

/** One that came from none, as what makes floats of a stored integer, goes with the first node that reads it. */
function nodesOfRows(original: Graph, planned: Graph, rows: ReadonlySet<NodeId>): ReadonlyMap<NodeId, readonly NodeId[]> {
  const { firstNode, nodeCount } = mainGraph(planned);
  const nodes = Array.from({ length: nodeCount }, (_, index) => firstNode + index);
  const found = new Map<NodeId, NodeId>();
  for (const node of nodes.toReversed()) {
    const origins = nodeOrigins(planned, node);
    const reader = origins.length === 0 ? firstReader(planned, node) : undefined;
    const row = reader === undefined ? ownerOf(original, planned.nodes.ops[node] ?? '', origins, rows) : found.get(reader);
    if (row !== undefined && rows.has(row)) found.set(node, row);
  }
  return groupBy(nodes, node => found.get(node));
}

/** What several nodes were merged into is the one that has its operator; where none has, it is the first of them, and none where one of them is no row. */
function ownerOf(original: Graph, op: string, origins: readonly NodeId[], rows: ReadonlySet<NodeId>): NodeId | undefined {
  const same = origins.find(origin => original.nodes.ops[origin] === op);
  return same ?? (origins.every(origin => rows.has(origin)) ? origins[0] : undefined);
}

function firstReader(graph: Graph, node: NodeId): NodeId | undefined {
  return [...nodeOutputs(graph, node)].flatMap(output => [...consumersOf(graph, output)])[0];
}
