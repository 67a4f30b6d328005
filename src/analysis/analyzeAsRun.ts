import type { Graph } from '../shared/graph/graph';
import type { TensorReader } from '../shared/graph/tensorReader';
import type { Analysis } from '../shared/report/analysis';
import { basisCode, type Column } from '../shared/report/column';
import type { Kernel } from '../shared/report/latency';
import { analyze, type AnalysisOptions } from './analyze';
import { measuredDims } from './measuredDims';

/**
 * The analysis with what depends on the data filled in as `kernels` were seen to make it; values that follow from that are marked as measured. `before`: the
 * analysis without them, which is also the result where they measured nothing of the kind.
 */
export function analyzeAsRun(
  graph: Graph,
  reader: TensorReader,
  options: AnalysisOptions,
  kernels: readonly Kernel[],
  before = analyze(graph, reader, options),
): Analysis {
  const sizes = measuredDims(graph, before, kernels);
  if (sizes.size === 0) return before;
  const after = analyze(graph, reader, { ...options, dims: new Map([...options.dims, ...sizes]) });
  return {
    ...after,
    columns: after.columns.map((column, index) => markMeasured(column, before.columns[index])),
    measuredDims: [...sizes].map(([name, value]) => ({ name, value })),
  };
}

/** What was unknown before the run is measured. */
function markMeasured(column: Column, before: Column | undefined): Column {
  const measured = basisCode('measured');
  const isNews = (value: number, node: number): boolean => !Number.isNaN(value) && Number.isNaN(before?.values[node] ?? 0);
  return { ...column, basis: column.basis.map((code, node) => (isNews(column.values[node] ?? Number.NaN, node) ? measured : code)) };
}
