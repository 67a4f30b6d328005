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

/** Which of the layers take longer in the variant than in the model, with the conversions beside them; `undefined` when none does. */
export function slowerLayers(
  layers: ReadonlySet<number>,
  before: readonly KernelTime[],
  after: readonly KernelTime[],
): SlowerLayers | undefined {
  const [beforeMs, afterMs] = [timeByLayer(before, layers), timeByLayer(after, layers)];
  const slower = [...layers].flatMap(layer => {
    const times = { layer, beforeMs: beforeMs.get(layer) ?? 0, afterMs: afterMs.get(layer) ?? 0 };
    return times.beforeMs > 0 && times.afterMs > CLEARLY * times.beforeMs ? [times] : [];
  });
  return slower.length === 0 ? undefined : { of: layers.size, layers: slower.sort((a, b) => a.layer - b.layer) };
}
