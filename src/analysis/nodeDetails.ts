import { tensorBytes } from '../shared/graph/dtype';
import { NONE, type Graph } from '../shared/graph/graph';
import { elementCount } from '../shared/graph/shape';
import { nodeInputs } from '../shared/graph/traversal';
import type { NodeDetails } from '../shared/report/modelView';
import { LayerwiseError } from '../shared/report/layerwiseError';
import { attributeText } from './attributeText';

/** Attributes and weights of one node of the main graph, as text. Throws `usage` for a position that does not exist. */
export function nodeDetails({ graph }: { readonly graph: Graph }, node: number): NodeDetails {
  if (!Number.isInteger(node) || node < 0 || node >= graph.nodes.count) throw new LayerwiseError('usage', `There is no node ${node}.`);
  return {
    node,
    attributes: [...graph.nodes.attributes(node)].map(([name, value]) => ({ name, value: attributeText(value) })),
    weights: [...new Set(nodeInputs(graph, node))].flatMap(tensor => {
      const weight = tensor === NONE ? undefined : graph.tensors.weights[tensor];
      if (weight === undefined) return [];
      const { dtype, dims } = weight;
      return [{ name: graph.tensors.names[tensor] ?? '', dtype, dims, bytes: tensorBytes(dtype, elementCount(dims) ?? 0) }];
    }),
  };
}
