import { groupBy } from '../../../src/shared/base/groupBy';
import type { DryRun, LayerPlan } from '../../../src/shared/report/passDescription';
import type { Gain } from '../../../src/shared/report/suggestion';
import type { LayerModel } from '../model/layerModel';

/**
 * What the latency is expected to become by what the layers of a plan are, as they were tried or by their estimates; the rest of it stays. `undefined` where something
 * that changes has no time now or none is known for it afterwards. `latencyMs`: of the model as a whole, measured.
 */
export function planGain(
  { layers }: Pick<DryRun, 'layers'>,
  model: LayerModel | undefined,
  latencyMs: number | undefined,
): Gain | undefined {
  const times = model?.columns.get('latencyMs')?.values;
  if (model === undefined || times === undefined || latencyMs === undefined) return undefined;
  const changed = layers.filter(({ action }) => action === 'change');
  if (changed.length === 0) return undefined;
  const rowsOfLayer = groupBy(changed, ({ node }) => model.layerOfNode[node] ?? -1);
  let [low, high] = [latencyMs, latencyMs];
  for (const [layer, rows] of rowsOfLayer) {
    const change = changeOf(rows, times[layer] ?? NaN);
    if (Number.isNaN(change.lowMs + change.highMs)) return undefined;
    low += change.lowMs;
    high += change.highMs;
  }
  return { metric: 'latencyMs', before: latencyMs, low: Math.max(0, low), high: Math.max(0, high), basis: 'estimated', from: '' };
}

/**
 * What a layer takes longer by, in ms, negative for less. Rows that were tried count as they were measured; what is left of the layer has the range of all those that were
 * not, whose shares of its time are not known.
 */
function changeOf(rows: readonly LayerPlan[], nowMs: number): { readonly lowMs: number; readonly highMs: number } {
  const tried = rows.flatMap(({ triedMs }) => triedMs ?? []);
  const others = rows.filter(({ triedMs }) => triedMs === undefined);
  const change = tried.reduce((sum, { before, after }) => sum + after - before, 0);
  if (others.length === 0) return { lowMs: change, highMs: change };
  const rest = Math.max(0, nowMs - tried.reduce((sum, { before }) => sum + before, 0));
  const ratios = (end: 'low' | 'high') => others.map(({ expectedTime }) => expectedTime?.[end] ?? NaN);
  return { lowMs: change + rest * (Math.min(...ratios('low')) - 1), highMs: change + rest * (Math.max(...ratios('high')) - 1) };
}
