import { NONE, type Graph, type NodeId } from '../../shared/graph/graph';
import { consumersOf, nodeInput, nodeOutputs, producerOf } from '../../shared/graph/traversal';
import type { LinearWork } from './linearWork';

/** Nodes between two layers are few: an activation, a normalization, a gate. */
const MOST_STEPS = 16;

/**
 * Convolutions that gain little in integers by themselves and are quantized all the same, because they lie between layers that are: so no conversions stand around
 * them. Starts from all and drops those without such a neighbour before and behind, until none is left to drop.
 */
export function carriedConvolutions(
  graph: Graph,
  linear: readonly LinearWork[],
  quantized: readonly LinearWork[],
  small: readonly LinearWork[],
): readonly LinearWork[] {
  const isLayer = new Set(linear.map(({ node }) => node));
  const before = (node: NodeId): readonly NodeId[] => [producerOf(graph, nodeInput(graph, node, 0))];
  const behind = (node: NodeId): readonly NodeId[] => [...nodeOutputs(graph, node)].flatMap(output => [...consumersOf(graph, output)]);
  const neighbours = new Map(small.map(({ node }) => [node, [nearest(node, before, isLayer), nearest(node, behind, isLayer)]]));
  const active = new Set([...quantized, ...small].map(({ node }) => node));
  for (let count = Infinity; active.size < count;) {
    count = active.size;
    for (const [node, sides] of neighbours) if (!sides.every(side => side.some(other => active.has(other)))) active.delete(node);
  }
  return small.filter(({ node }) => active.has(node));
}

/** The first layers on one side of a node. */
function nearest(node: NodeId, step: (node: NodeId) => readonly NodeId[], isLayer: ReadonlySet<NodeId>): readonly NodeId[] {
  const found: NodeId[] = [];
  const seen = new Set<NodeId>([node]);
  const waiting = [...step(node)];
  for (let next = waiting.shift(); next !== undefined && seen.size <= MOST_STEPS; next = waiting.shift()) {
    if (next === NONE || seen.has(next)) continue;
    seen.add(next);
    if (isLayer.has(next)) found.push(next);
    else waiting.push(...step(next));
  }
  return found;
}
