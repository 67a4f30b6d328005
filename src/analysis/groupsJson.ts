import { mainGraph } from '../shared/graph/traversal';
import type { Column } from '../shared/report/column';
import { operatorTotals, scopeTotals, type GroupTotals } from './groupTotals';
import type { ReportSources } from './report';

type Json = Readonly<Record<string, unknown>>;

/** Columns of `layers` that groups have as well. */
const SHOWN = ['macs', 'flops', 'params', 'weightBytes', 'activationBytes', 'intensity', 'zeroSparsity', 'effectiveMacs'];

/** The report's `scopes` and `operators`: every column summed up, and the measured time where there is one. */
export function groupsJson({ model: { graph }, analysis, profile, sparsity = [] }: ReportSources): Json {
  const columns = [...analysis.columns, ...sparsity];
  const times = profile === undefined ? undefined : timeOfNodes(mainGraph(graph).nodeCount, profile.kernels);
  const json = ({ nodes, values }: GroupTotals): Json => ({
    nodes: nodes.length,
    ...valuesJson(columns, values),
    ...(times === undefined ? {} : { latencyMs: nodes.reduce((sum, node) => sum + (times[node] ?? 0), 0) }),
  });
  return {
    scopes: Array.from(scopeTotals(analysis, columns), ([scope, totals]) => ({ scope, ...json(totals) })),
    operators: Array.from(operatorTotals(graph, columns), ([op, totals]) => ({ op, ...json(totals) })),
  };
}

function valuesJson(columns: readonly Column[], values: ReadonlyMap<string, number>): Json {
  const known = (value: number | undefined): number | null => (value === undefined || !Number.isFinite(value) ? null : value);
  const ids = SHOWN.filter(id => columns.some(column => column.id === id));
  return Object.fromEntries(ids.map(id => [id, known(values.get(id))]));
}

/** Medians of kernels on their anchors. */
function timeOfNodes(count: number, kernels: readonly { readonly anchor: number | undefined; readonly medianMs: number }[]): Float64Array {
  const times = new Float64Array(count);
  for (const { anchor, medianMs } of kernels) if (anchor !== undefined) times[anchor] = (times[anchor] ?? 0) + medianMs;
  return times;
}
