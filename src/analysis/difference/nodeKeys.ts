import { assertNever } from '../../shared/base/assertNever';
import type { Attributes, AttributeValue } from '../../shared/graph/attribute';
import { NONE, type Graph, type NodeId, type SubgraphId } from '../../shared/graph/graph';
import type { Weight } from '../../shared/graph/weight';

/** Numbers for texts: equal texts have equal numbers, so that keys of whole graphs stay short. */
export class Numbering {
  private readonly numbers = new Map<string, number>();

  of(text: string): number {
    let number = this.numbers.get(text);
    if (number === undefined) this.numbers.set(text, (number = this.numbers.size));
    return number;
  }
}

/** What a node computes, its inputs apart: equal for nodes of equal operator and attributes. */
export function operatorKey(graph: Graph, node: NodeId): string {
  const { nodes } = graph;
  return joined([nodes.domains[node] ?? '', nodes.ops[node] ?? '', attributesKey(graph, nodes.attributes(node))]);
}

/** Told apart by their lengths: bodies stand in bodies, and quotes would be escaped again at every level. */
function joined(parts: readonly string[]): string {
  return parts.map(part => `${part.length}:${part}`).join('');
}

/** Names and values in the order of the names. */
function attributesKey(graph: Graph, attributes: Attributes): string {
  const entries = [...attributes].sort(([a], [b]) => (a < b ? -1 : 1));
  return joined(entries.flatMap(([name, value]) => [name, attributeKey(graph, value)]));
}

/** Equal for equal values; of tensors type and shape count. */
export function attributeKey(graph: Graph, value: AttributeValue): string {
  switch (value.kind) {
    case 'tensor':
      return weightKey(value.weight);
    case 'tensors':
      return value.weights.map(weightKey).join();
    case 'graph':
      return bodyKey(graph, value.subgraph);
    case 'graphs':
      return joined(value.subgraphs.map(body => bodyKey(graph, body)));
    case 'float':
    case 'floats':
    case 'int':
    case 'ints':
    case 'string':
    case 'strings':
    case 'type':
    case 'reference':
    case 'unread':
      return JSON.stringify(value);
    default:
      return assertNever(value);
  }
}

export function weightKey({ dtype, dims }: Weight): string {
  return `${dtype}[${dims.join()}]`;
}

/** A body by its nodes with their attributes, and by which of them are connected. */
function bodyKey(graph: Graph, id: SubgraphId): string {
  const body = graph.subgraphs[id];
  if (body === undefined) return '';
  const { inputStart, inputs } = graph.nodes;
  const { producers } = graph.tensors;
  const nodes = Array.from({ length: body.nodeCount }, (_, offset) => {
    const node = body.firstNode + offset;
    const makers = Array.from(inputs.subarray(inputStart[node], inputStart[node + 1]), tensor => {
      const maker = tensor === NONE ? NONE : (producers[tensor] ?? NONE);
      return maker >= body.firstNode ? maker - body.firstNode : NONE;
    });
    return `${operatorKey(graph, node)} ${makers.join()}`;
  });
  return joined(nodes);
}
