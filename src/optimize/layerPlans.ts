import type { Graph, NodeId } from '../shared/graph/graph';
import { nodeOrigins } from '../shared/graph/provenance';
import type { LayerPlan } from '../shared/report/passDescription';

/** A line of a plan about a node of `graph`, told in the id of the node that it came from. */
function layerPlan(graph: Graph, node: NodeId, plan: Omit<LayerPlan, 'node'>): LayerPlan {
  const [origin] = nodeOrigins(graph, node);
  return { ...plan, node: origin ?? node };
}

export function skippedLayer(graph: Graph, node: NodeId, reason: string, precision = 'float32'): LayerPlan {
  return layerPlan(graph, node, { action: 'skip', detail: reason, precisionBefore: precision, precisionAfter: precision });
}

export function changedLayer(graph: Graph, node: NodeId, detail: string, precisionAfter = 'float32'): LayerPlan {
  return layerPlan(graph, node, { action: 'change', detail, precisionBefore: 'float32', precisionAfter });
}

/** The reason of a layer that the user left out. */
export const LEFT_OUT = 'left out by choice';
