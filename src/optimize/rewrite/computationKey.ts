import type { AttributeValue } from '../../shared/graph/attribute';
import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { nodeInputs, nodeOutputs } from '../../shared/graph/traversal';

/**
 * What a standard node computes, as text that is equal for equal computations; `undefined` where attributes hold more than numbers and text. `same`: tensors
 * that were found to be equal to others.
 */
export function computationKey(graph: Graph, node: NodeId, same: ReadonlyMap<TensorId, TensorId>): string | undefined {
  const attributes: (readonly [string, unknown])[] = [];
  for (const [name, value] of graph.nodes.attributes(node)) {
    const plain = plainValue(value);
    if (plain === undefined) return undefined;
    attributes.push([name, plain]);
  }
  attributes.sort(([a], [b]) => (a < b ? -1 : 1));
  const inputs = Array.from(nodeInputs(graph, node), tensor => same.get(tensor) ?? tensor);
  const outputs = Array.from(nodeOutputs(graph, node), tensor => tensor !== NONE);
  return JSON.stringify([graph.nodes.ops[node], inputs, outputs, attributes]);
}

function plainValue(value: AttributeValue): unknown {
  // Infinity, NaN and −0 have no JSON of their own.
  const text = (item: number | string): string => (Object.is(item, -0) ? '-0' : String(item));
  if ('values' in value) return [value.kind, Array.from<number | string>(value.values).map(text)];
  return 'value' in value ? [value.kind, text(value.value)] : undefined;
}
