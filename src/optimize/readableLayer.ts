import { failure, type Result } from '../shared/base/result';
import type { Graph, NodeId } from '../shared/graph/graph';
import { linearLayer, type LinearLayer } from '../shared/graph/linearLayer';
import { whyUnreadable } from './whyUnreadable';

/** The layer around a Conv, Gemm or MatMul if the values of its weight can be read, or the reason why there is none. */
export function readableLayer(graph: Graph, node: NodeId): Result<LinearLayer, string> {
  const layer = linearLayer(graph, node);
  const reason = layer.ok ? whyUnreadable(graph.tensors.weights[layer.value.weight]) : undefined;
  return reason === undefined ? layer : failure(`its weight cannot be read: ${reason}`);
}
