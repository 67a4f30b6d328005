import type { KernelTime } from '../../optimize/laboratory';
import type { PassPlan } from '../../optimize/pass';
import { timeByLayer } from '../../optimize/quantize/timeByLayer';
import type { SlowerLayers } from '../../shared/report/optimizeResult';

/** A difference below is within what profiles of the same model differ by. */
const CLEARLY = 1.1;

/** Layers that plans put into INT8, in ids of the model on the command line. */
export function integerLayers(plans: readonly PassPlan[]): ReadonlySet<number> {
  const changed = plans.flatMap(({ layers }) =>
    layers.filter(({ action, precisionAfter }) => action === 'change' && precisionAfter === 'int8'),
  );
  return new Set(changed.map(({ node }) => node));
}

/** Time of a layer in the model and in a variant, with the conversions beside it. */
export type LayerTime = SlowerLayers['layers'][number];

export function layerTimes(layers: ReadonlySet<number>, before: readonly KernelTime[], after: readonly KernelTime[]): readonly LayerTime[] {
  const [beforeMs, afterMs] = [timeByLayer(before, layers), timeByLayer(after, layers)];
  return [...layers].map(layer => ({ layer, beforeMs: beforeMs.get(layer) ?? 0, afterMs: afterMs.get(layer) ?? 0 }));
}

/** Which of the layers take longer in the variant than in the model; `undefined` when none does. */
export function slowerLayers(times: readonly LayerTime[]): SlowerLayers | undefined {
  const slower = times.filter(({ beforeMs, afterMs }) => beforeMs > 0 && afterMs > CLEARLY * beforeMs);
  return slower.length === 0 ? undefined : { of: times.length, layers: slower.sort((a, b) => a.layer - b.layer) };
}
