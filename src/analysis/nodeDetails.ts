import type { AttributeValue } from '../shared/graph/attribute';
import { tensorBytes } from '../shared/graph/dtype';
import { NONE, type Graph } from '../shared/graph/graph';
import { elementCount } from '../shared/graph/shape';
import { nodeInputs } from '../shared/graph/traversal';
import type { NodeDetails } from '../shared/report/modelView';
import { LayerwiseError } from '../shared/report/layerwiseError';

/** Longer lists and texts are cut: the pane shows them on one line. */
const MAX_ITEMS = 64;
const MAX_CHARACTERS = 1000;

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

function attributeText(value: AttributeValue): string {
  switch (value.kind) {
    case 'float':
    case 'int':
      return String(value.value);
    case 'string':
      return cut(value.value);
    case 'floats':
    case 'ints':
      return list(value.values.map(String));
    case 'strings':
      return list(value.values.map(text => JSON.stringify(text)));
    case 'tensor':
      return `${value.weight.dtype}[${value.weight.dims.join(', ')}]`;
    case 'tensors':
      return `${value.weights.length} tensors`;
    case 'graph':
      return 'graph';
    case 'graphs':
      return `${value.subgraphs.length} graphs`;
    case 'type':
      return value.type.kind;
    case 'reference':
      return `@${cut(value.name)}`;
    case 'unread':
      return '…';
  }
}

function list(items: readonly string[]): string {
  const shown = items.slice(0, MAX_ITEMS).join(', ');
  return cut(items.length > MAX_ITEMS ? `[${shown}, … ${items.length} in all]` : `[${shown}]`);
}

function cut(text: string): string {
  return text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text;
}
