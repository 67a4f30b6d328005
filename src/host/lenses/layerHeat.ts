import type { ModelState } from '../../shared/protocol/hostWebview';
import { summarizeLayers } from '../../shared/report/layerSummary';

/** Steps of the colour ramp. */
export const HEAT_STEPS = 7;

/**
 * Step of the ramp per main-graph node, 0 coldest, by what colours the pages: a sum over its layer (MACs, weights…), else the time of the layer, or its MACs
 * before a run; −1 for nodes without a value.
 */
export function heatOfNodes({ model, profile, profileIsStale, shared }: ModelState): Int8Array {
  if (model === undefined) return new Int8Array(0);
  const { analysis } = model;
  const steps = new Int8Array(analysis.hierarchy.layerOf.length).fill(-1);
  const measured = profileIsStale ? undefined : profile;
  const chosen = analysis.columns.find(
    ({ id, axis, aggregation }) => id === shared.metric && axis === 'node' && aggregation.kind === 'sum',
  );
  const counted = (chosen ?? analysis.columns.find(({ id }) => id === 'macs'))?.values;
  const layers = summarizeLayers(analysis, measured).map(({ nodes, latencyMs }) => ({
    nodes,
    value: chosen === undefined && latencyMs !== undefined ? latencyMs : nodes.reduce((sum, node) => sum + finite(counted?.[node]), 0),
  }));
  const largest = layers.reduce((most, { value }) => Math.max(most, value), 0);
  for (const { nodes, value } of layers) for (const node of nodes) steps[node] = heatStep(value, largest);
  return steps;
}

function heatStep(value: number, largest: number): number {
  if (value <= 0 || largest <= 0) return -1;
  return Math.min(HEAT_STEPS - 1, Math.floor((value / largest) * HEAT_STEPS));
}

function finite(value: number | undefined): number {
  return value === undefined || Number.isNaN(value) ? 0 : value;
}
