import type { ModelState } from '../../shared/protocol/hostWebview';
import type { Column } from '../../shared/report/column';
import { errorColumns } from '../../shared/report/errorColumns';
import { heatPlaces } from '../../shared/report/heatPlaces';
import { summarizeLayers, type LayerSummary } from '../../shared/report/layerSummary';
import { layerDomain, layerValues } from '../../shared/report/layerValues';

/** Steps of the colour ramp. */
export const HEAT_STEPS = 7;

type Known = Pick<ModelState, 'model' | 'profile' | 'profileIsStale' | 'shared' | 'roofline' | 'sparsity' | 'variants' | 'trial'>;

const TIME = { scale: 'linear', direction: 'high-is-hot' } as const;

/**
 * Step of the ramp per main-graph node, 0 coldest, by the metric that colours the pages, over the layer of the node, as pages place it before anybody moves the
 * ends of the colours. Before a run MACs stand for the time. −1 for nodes without a value, where high is hot for what has nothing of it, and for metrics that
 * only pages know (words, changes).
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
    const times = Float64Array.from(layers, ({ latencyMs = NaN }) => latencyMs);
    paint(steps, layers, { ...TIME, values: times, floor: measured.floorMs });
    return steps;
  }
  const columns = [...analysis.columns, ...(state.roofline?.columns ?? []), ...(state.sparsity ?? [])];
  const all = new Map([...columns, ...(errorColumns(state, model.nodeNames.length) ?? [])].map(column => [column.id, column]));
  const column = all.get(isTime ? 'macs' : shared.metric);
  if (column?.axis !== 'node' || column.aggregation.kind === 'category') return steps;
  paint(steps, layers, { ...column, values: layerValues(column, all, layers).values, floor: 0 });
  return steps;
}

interface Painted extends Pick<Column, 'scale' | 'direction' | 'domain' | 'values'> {
  readonly floor: number;
}

function paint(steps: Int8Array, layers: readonly LayerSummary[], column: Painted): void {
  const places = heatPlaces({ ...column, domain: layerDomain(column, column.values) }, column.scale === 'log');
  layers.forEach(({ nodes }, index) => {
    const value = column.values[index] ?? NaN;
    if (Number.isNaN(value) || (column.direction === 'high-is-hot' && value <= 0)) return;
    const step = Math.min(HEAT_STEPS - 1, Math.floor(places.heat(value) * HEAT_STEPS));
    for (const node of nodes) steps[node] = step;
  });
}
