import type { Graph, NodeId } from '../shared/graph/graph';

/** With its domain, unless that is ONNX's own. */
export function operatorName(graph: Graph, node: NodeId): string {
  const domain = graph.nodes.domains[node] ?? '';
  const op = graph.nodes.ops[node] ?? '';
  return domain === '' ? op : `${domain}.${op}`;
}
