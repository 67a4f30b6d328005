import type { Attributes } from './attribute';
import type { NodeId } from './graph';

/** `read` with the attributes of every node that was asked for kept: several readers ask for the same node in turn. */
export function keptAttributes(read: (node: NodeId) => Attributes): (node: NodeId) => Attributes {
  const kept = new Map<NodeId, Attributes>();
  return node => {
    let attributes = kept.get(node);
    if (attributes === undefined) kept.set(node, (attributes = read(node)));
    return attributes;
  };
}
