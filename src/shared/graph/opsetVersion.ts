import { MAIN_GRAPH, type Graph, type NodeId } from './graph';
import { outermostScope } from './traversal';

/** Version of the operator set that a node's operator is of: a function's own import counts before the model's (onnx-ml.proto, FunctionProto). `undefined` when neither imports its domain. */
export function opsetVersion(graph: Graph, node: NodeId): number | undefined {
  const domain = graph.nodes.domains[node] ?? '';
  const subgraph = graph.subgraphs[graph.nodes.subgraphs[node] ?? MAIN_GRAPH];
  const own = subgraph === undefined ? undefined : outermostScope(graph, subgraph).functionOpsets;
  return own?.get(domain) ?? graph.facts.opsets.get(domain);
}
