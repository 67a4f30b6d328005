import type { Graph, NodeId } from '../../shared/graph/graph';
import { nodeOrigins } from '../../shared/graph/provenance';
import type { LayerPlan } from '../../shared/report/passDescription';

/** Of what stands for a node more than these are counted. */
const MOST_OPERATORS = 3;

/**
 * Rows of a plan that changes no precision, with the operator of each node before and of what stands for it afterwards: the nodes of `after` that came from it,
 * whichever graph they stand in.
 */
export function withOperators(layers: readonly LayerPlan[], before: Graph, after: Graph): readonly LayerPlan[] {
  if (layers.some(({ precisionBefore, precisionAfter }) => precisionBefore !== precisionAfter)) return layers;
  const standing = new Map<NodeId, Set<string>>();
  for (let node = 0; node < after.nodes.count; node++) {
    for (const origin of nodeOrigins(after, node)) {
      const operators = standing.get(origin) ?? new Set();
      standing.set(origin, operators.add(after.nodes.ops[node] ?? ''));
    }
  }
  return layers.map(layer => {
    const operators = [...(standing.get(layer.node) ?? [])];
    const more = operators.length - MOST_OPERATORS;
    const shown = operators.slice(0, MOST_OPERATORS).join(', ');
    return { ...layer, operatorBefore: before.nodes.ops[layer.node] ?? '', operatorAfter: more > 0 ? `${shown} +${String(more)}` : shown };
  });
}
