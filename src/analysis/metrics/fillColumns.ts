import { mainGraph } from '../../shared/graph/traversal';
import { basisCode, type Column } from '../../shared/report/column';
import type { Metric, MetricSources } from './metric';
import { METRICS } from './metricTable';

const EXACT = basisCode('exact');
const NO_BASIS = basisCode('none');

/**
 * Columns of all metrics. Positions are node ids: those of the main graph first, then those of bodies and functions, per execution of the body; the colour
 * domain is that of the main graph.
 */
export function fillColumns(known: Omit<MetricSources, 'valuesOf'>): readonly Column[] {
  const filled = new Map<string, Float64Array>();
  const sources: MetricSources = { ...known, valuesOf: id => filled.get(id) ?? new Float64Array() };
  return METRICS.map(metric => {
    const column = fillColumn(metric, sources);
    filled.set(metric.id, column.values);
    return column;
  });
}

function fillColumn(metric: Metric, sources: MetricSources): Column {
  const count = sources.graph.nodes.count;
  const { nodeCount } = mainGraph(sources.graph);
  const values = new Float64Array(count);
  const basis = new Uint8Array(count);
  let largest = 0;
  for (let node = 0; node < count; node++) {
    const value = metric.valueOf(sources, node);
    values[node] = value;
    basis[node] = Number.isNaN(value) ? NO_BASIS : EXACT;
    if (node < nodeCount && value > largest) largest = value;
  }
  const { id, title, unit, aggregation, scale } = metric;
  const domain: Column['domain'] = scale === 'log' ? [1, Math.max(1, largest)] : [0, largest];
  return { id, title, unit, axis: 'node', values, basis, aggregation, domain, scale, direction: 'high-is-hot' };
}
