import { NONE, type Graph, type NodeId } from '../../shared/graph/graph';
import { nodeLabel } from '../../shared/graph/nodeLabel';
import type { DifferenceKind, DifferenceNode, GraphDifference, NodeChange, NodeDifference } from '../../shared/report/graphDifference';
import { compareInterfaces } from './compareInterfaces';
import { Connections } from './connections';
import type { ComparedGraph } from './comparedGraph';
import { attributeChanges } from './attributeChanges';
import type { WeightDistances } from './compareWeights';
import { inputChanges, type Both } from './inputChanges';
import type { MatchedGraphs } from './matchGraphs';
import type { NodeGroup } from './nodeGroup';

/**
 * What differs in the structure of two models: nodes that were added, removed, replaced or changed (attributes, bodies, what they read, type, shape and
 * values of weights: of small ones always, of all where `distances` are given), and the interface. A node that only moved behind an added one, or in front of a removed one, is not changed by that.
 */
export function diffGraphs(
  before: ComparedGraph,
  after: ComparedGraph,
  matched: MatchedGraphs,
  distances: WeightDistances = new Map(),
): GraphDifference {
  const connections = new Connections(before.graph, after.graph, matched.groups);
  const differences = matched.groups.flatMap((group): NodeDifference[] => {
    const changes = changesOf(group, { before, after, connections, distances });
    const kind = kindOf(group, changes);
    return kind === undefined ? [] : [{ kind, changes, ...nodesOf(group, before.graph, after.graph) }];
  });
  const changed = differences.reduce((sum, difference) => sum + difference.after.length, 0);
  return {
    matchedBy: matched.matchedBy,
    unchanged: matched.groups.reduce((sum, group) => sum + group.after.length, 0) - changed,
    interface: compareInterfaces(before.graph, after.graph),
    differences,
  };
}

function kindOf({ before, after }: NodeGroup, changes: readonly NodeChange[]): DifferenceKind | undefined {
  if (before.length === 0) return 'added';
  if (after.length === 0) return 'removed';
  if (before.length > 1 || after.length > 1 || changes.some(({ what }) => what === 'operator')) return 'replaced';
  return changes.length > 0 ? 'changed' : undefined;
}

function changesOf(group: NodeGroup, both: Both): readonly NodeChange[] {
  const { before, after } = both;
  const [original = NONE, ...others] = group.before;
  const [node = NONE, ...more] = group.after;
  if (original === NONE || node === NONE || others.length > 0 || more.length > 0) return [];
  const [from, to] = [operatorOf(before.graph, original), operatorOf(after.graph, node)];
  if (from !== to) return [{ what: 'operator', name: '', before: from, after: to }];
  return [
    ...attributeChanges(before.graph, original, after.graph, node),
    ...inputChanges(both, original, node),
    ...outputChanges(before.graph, original, after.graph, node),
  ];
}

function outputChanges(before: Graph, original: NodeId, after: Graph, node: NodeId): readonly NodeChange[] {
  const count = ({ nodes }: Graph, id: NodeId): number => (nodes.outputStart[id + 1] ?? 0) - (nodes.outputStart[id] ?? 0);
  const [from, to] = [count(before, original), count(after, node)];
  return from === to ? [] : [{ what: 'outputs', name: '', before: String(from), after: String(to) }];
}

function operatorOf({ nodes }: Graph, node: NodeId): string {
  const [op, domain] = [nodes.ops[node] ?? '', nodes.domains[node] ?? ''];
  return domain === '' ? op : `${domain}.${op}`;
}

function nodesOf(group: NodeGroup, before: Graph, after: Graph): Pick<NodeDifference, 'before' | 'after'> {
  const describe =
    (graph: Graph) =>
    (id: NodeId): DifferenceNode => ({ id, name: nodeLabel(graph, id), op: graph.nodes.ops[id] ?? '' });
  return { before: group.before.map(describe(before)), after: group.after.map(describe(after)) };
}
