import { assertNever } from '../../shared/base/assertNever';
import type { ModelState } from '../../shared/protocol/hostWebview';
import type { Column } from '../../shared/report/column';
import { errorColumns } from '../../shared/report/errorColumns';
import { summarizeLayers, type LayerSummary } from '../../shared/report/layerSummary';
import { heatPlace } from './heatPlace';

/** Steps of the colour ramp. */
export const HEAT_STEPS = 7;

type Known = Pick<ModelState, 'model' | 'profile' | 'profileIsStale' | 'shared' | 'roofline' | 'sparsity' | 'variants' | 'trial'>;

/**
 * Step of the ramp per main-graph node, 0 coldest, by the metric that colours the pages, over the layer of the node: sums add up, ratios are recomputed from their
 * sums, of errors the worst counts. Before a run MACs stand for the time. −1 for nodes without a value, and for metrics that only pages know (words, changes).
 */
export function heatOfNodes(state: Known): Int8Array {
  const { model, profile, profileIsStale, shared } = state;
  if (model === undefined) return new Int8Array(0);
  const { analysis } = model;
  const steps = new Int8Array(analysis.hierarchy.layerOf.length).fill(-1);
  const measured = profileIsStale ? undefined : profile;
  const layers = summarizeLayers(analysis, measured);
  const isTime = shared.metric === 'latencyMs';
  if (isTime && measured !== undefined) {
    const times = layers.map(({ latencyMs = Number.NaN }) => latencyMs);
    paint(steps, layers, times, heatPlace({ direction: 'high-is-hot', scale: 'linear' }, times));
    return steps;
  }
  const columns = [...analysis.columns, ...(state.roofline?.columns ?? []), ...(state.sparsity ?? [])];
  const all = new Map([...columns, ...(errorColumns(state, model.nodeNames.length) ?? [])].map(column => [column.id, column]));
  const column = all.get(isTime ? 'macs' : shared.metric);
  if (column === undefined || column.axis !== 'node') return steps;
  const values = layers.map(({ nodes }) => layerValue(column, all, nodes));
  paint(steps, layers, values, heatPlace(column, values));
  return steps;
}

function paint(
  steps: Int8Array,
  layers: readonly LayerSummary[],
  values: readonly number[],
  place: (value: number) => number | undefined,
): void {
  layers.forEach(({ nodes }, index) => {
    const heat = place(values[index] ?? Number.NaN);
    if (heat === undefined) return;
    const step = Math.min(HEAT_STEPS - 1, Math.floor(heat * HEAT_STEPS));
    for (const node of nodes) steps[node] = step;
  });
}

/** NaN where nothing is known. */
function layerValue({ values, aggregation, direction }: Column, all: ReadonlyMap<string, Column>, nodes: readonly number[]): number {
  switch (aggregation.kind) {
    case 'sum':
      return sumOf(values, nodes);
    case 'ratio':
      return sumOf(all.get(aggregation.numerator)?.values, nodes) / sumOf(all.get(aggregation.denominator)?.values, nodes);
    case 'worst': {
      const known = nodes.map(node => values[node] ?? Number.NaN).filter(value => !Number.isNaN(value));
      return known.length === 0 ? Number.NaN : direction === 'low-is-hot' ? Math.min(...known) : Math.max(...known);
    }
    case 'category':
      return Number.NaN;
    default:
      return assertNever(aggregation);
  }
}

/** Of the known values; 0 where there are none. */
function sumOf(values: Float64Array | undefined, nodes: readonly number[]): number {
  return nodes.reduce((sum, node) => sum + (Number.isNaN(values?.[node]) ? 0 : (values?.[node] ?? 0)), 0);
}
