import type { DryRun } from '../../../src/shared/report/passDescription';
import type { Gain } from '../../../src/shared/report/suggestion';
import type { LayerModel } from '../model/layerModel';
import { timeAfter } from './planFindings';

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
  let [low, high] = [latencyMs, latencyMs];
  for (const row of changed) {
    const now = times[model.layerOfNode[row.node] ?? -1] ?? NaN;
    const after = timeAfter(row, now);
    if (after === undefined || Number.isNaN(now + after.lowMs + after.highMs)) return undefined;
    low += after.lowMs - now;
    high += after.highMs - now;
  }
  if (changed.length === 0) return undefined;
  return { metric: 'latencyMs', before: latencyMs, low: Math.max(0, low), high: Math.max(0, high), basis: 'estimated', from: '' };
}
