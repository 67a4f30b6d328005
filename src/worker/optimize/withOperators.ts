import type { Graph, NodeId } from '../../shared/graph/graph';
import type { LayerPlan } from '../../shared/report/passDescription';
import type { Standing } from './standingNodes';

/** Rows of a plan that changes no precision, with the operator of each node before and of what stands for it afterwards, whichever graph that is in. */
export function withOperators(
  layers: readonly LayerPlan[],
  before: Graph,
  after: Graph,
  standing: ReadonlyMap<NodeId, Standing>,
): readonly LayerPlan[] {
  if (layers.some(({ precisionBefore, precisionAfter }) => precisionBefore !== precisionAfter)) return layers;
  return layers.map(layer => {
    const operators = new Set(standing.get(layer.node)?.nodes.map(node => after.nodes.ops[node] ?? ''));
    return { ...layer, operatorBefore: before.nodes.ops[layer.node] ?? '', operatorAfter: [...operators].join(', ') };
  });
}
