import type { AttributeValue } from '../../shared/graph/attribute';
import type { Graph, NodeId } from '../../shared/graph/graph';
import type { NodeChange } from '../../shared/report/graphDifference';
import { attributeText } from '../attributeText';
import { attributeKey } from './nodeKeys';

/** Attributes of two nodes that differ, by name; an absent one has no text. */
export function attributeChanges(before: Graph, original: NodeId, after: Graph, node: NodeId): readonly NodeChange[] {
  const [from, to] = [before.nodes.attributes(original), after.nodes.attributes(node)];
  const names = [...new Set([...from.keys(), ...to.keys()])].sort();
  return names.flatMap((name): NodeChange[] => {
    const [a, b] = [from.get(name), to.get(name)];
    if (keyOf(before, a) === keyOf(after, b)) return [];
    const isBody = [a, b].some(value => value?.kind === 'graph' || value?.kind === 'graphs');
    return [{ what: isBody ? 'body' : 'attribute', name, before: textOf(before, a), after: textOf(after, b) }];
  });
}

function keyOf(graph: Graph, value: AttributeValue | undefined): string {
  return value === undefined ? '' : attributeKey(graph, value);
}

function textOf(graph: Graph, value: AttributeValue | undefined): string {
  if (value === undefined) return '';
  return value.kind === 'graph' ? `${graph.subgraphs[value.subgraph]?.nodeCount ?? 0} nodes` : attributeText(value);
}
