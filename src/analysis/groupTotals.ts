import { groupBy } from '../shared/base/groupBy';
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
  const { ops, domains } = graph.nodes;
  const nodes = Array.from({ length: mainGraph(graph).nodeCount }, (_, node): NodeId => node);
  const members = groupBy(nodes, node => (domains[node] === '' ? ops[node] : `${domains[node] ?? ''}.${ops[node] ?? ''}`));
  return new Map([...members].map(([name, own]) => [name, totalsOf(columns, own)]));
}

function totalsOf(columns: readonly Column[], nodes: readonly NodeId[]): GroupTotals {
  const byId = new Map(columns.map(column => [column.id, column]));
  const sumOf = (id: string): number => {
    const values = byId.get(id)?.values;
    return nodes.reduce((sum, node) => sum + (values?.[node] ?? Number.NaN), 0);
  };
  const valueOf = ({ id, aggregation, values }: Column): number => {
    if (aggregation.kind === 'sum') return sumOf(id);
    if (aggregation.kind === 'worst') return nodes.reduce((most, node) => Math.max(most, values[node] ?? Number.NaN), 0);
    return aggregation.kind === 'ratio' ? sumOf(aggregation.numerator) / sumOf(aggregation.denominator) : Number.NaN;
  };
  return { nodes, values: new Map(columns.map(column => [column.id, valueOf(column)])) };
}
