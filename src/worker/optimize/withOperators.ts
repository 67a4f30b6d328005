import type { Graph } from '../../shared/graph/graph';
import type { LayerPlan } from '../../shared/report/passDescription';
import { standingNodes } from './standingNodes';

/** Rows of a plan that changes no precision, with the operator of each node before and of what stands for it afterwards, whichever graph that is in. */
export function withOperators(layers: readonly LayerPlan[], before: Graph, after: Graph): readonly LayerPlan[] {
  if (layers.some(({ precisionBefore, precisionAfter }) => precisionBefore !== precisionAfter)) return layers;
  const standing = standingNodes(before, after, layers);
  return layers.map(layer => {
    const operators = new Set(standing.get(layer.node)?.nodes.map(node => after.nodes.ops[node] ?? ''));
    return { ...layer, operatorBefore: before.nodes.ops[layer.node] ?? '', operatorAfter: [...operators].join(', ') };
  });
}
