import type { Graph, NodeId } from '../shared/graph/graph';
import { mainGraph } from '../shared/graph/traversal';
import type { Analysis } from '../shared/report/analysis';
import type { Column } from '../shared/report/column';

/** What a set of main-graph nodes adds up to. */
export interface GroupTotals {
  readonly nodes: readonly NodeId[];
  /** Per column id, by how the column aggregates; NaN where a member that is needed is not known. */
  readonly values: ReadonlyMap<string, number>;
}

/** Totals of every scope by its path, scopes inside of it included, in order of the hierarchy; nodes of no scope are in none. */
export function scopeTotals({ hierarchy }: Analysis, columns: readonly Column[]): ReadonlyMap<string, GroupTotals> {
  const members = hierarchy.groups.map((): NodeId[] => []);
  hierarchy.groupOf.forEach((leaf, node) => {
    for (let group = leaf; group >= 0; group = hierarchy.groups[group]?.parent ?? -1) members[group]?.push(node);
  });
  return new Map(hierarchy.groups.map(({ path }, group) => [path, totalsOf(columns, members[group] ?? [])]));
}

/** Totals of every operator by domain and name as in the file (`Conv`, `com.microsoft.Gelu`), in order of first appearance. */
export function operatorTotals(graph: Graph, columns: readonly Column[]): ReadonlyMap<string, GroupTotals> {
  const members = new Map<string, NodeId[]>();
  const { ops, domains } = graph.nodes;
  for (let node = 0; node < mainGraph(graph).nodeCount; node++) {
    const domain = domains[node] ?? '';
    const name = domain === '' ? (ops[node] ?? '') : `${domain}.${ops[node] ?? ''}`;
    const nodes = members.get(name);
    if (nodes === undefined) members.set(name, [node]);
    else nodes.push(node);
  }
  return new Map([...members].map(([name, nodes]) => [name, totalsOf(columns, nodes)]));
}

function totalsOf(columns: readonly Column[], nodes: readonly NodeId[]): GroupTotals {
  const byId = new Map(columns.map(column => [column.id, column]));
  const sumOf = (id: string): number => nodes.reduce((sum, node) => sum + (byId.get(id)?.values[node] ?? Number.NaN), 0);
  const valueOf = ({ id, aggregation, values }: Column): number => {
    if (aggregation.kind === 'sum') return sumOf(id);
    if (aggregation.kind === 'worst') return nodes.reduce((most, node) => Math.max(most, values[node] ?? Number.NaN), 0);
    return aggregation.kind === 'ratio' ? sumOf(aggregation.numerator) / sumOf(aggregation.denominator) : Number.NaN;
  };
  return { nodes, values: new Map(columns.map(column => [column.id, valueOf(column)])) };
}
