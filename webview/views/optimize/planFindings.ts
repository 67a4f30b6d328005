import { formatDuration, formatValue } from '../../../src/shared/base/formatNumber';
import type { LayerPlan } from '../../../src/shared/report/passDescription';

/** A text of a plan, and what it rests on. */
export interface PlanFinding {
  readonly text: string;
  readonly basis: string;
}

/** Time of a layer after the change: as it was tried, else an estimate; `undefined` where nothing is known. `latencyMs`: measured now, NaN where it was not. */
export function timeAfter({ triedMs, expectedTime }: LayerPlan, latencyMs: number): PlanFinding | undefined {
  if (triedMs !== undefined) {
    const basis = `Measured by trying it: ${formatDuration(triedMs.before)} before, conversions beside the layer included.`;
    return { text: formatDuration(triedMs.after), basis };
  }
  if (expectedTime === undefined) return undefined;
  const { low, high, source } = expectedTime;
  const basis = `Estimated: ${low} to ${high} times the time now, as seen on ${source}.`;
  if (Number.isNaN(latencyMs)) return { text: `${low} – ${high}×`, basis };
  return { text: `${formatDuration(low * latencyMs)} – ${formatDuration(high * latencyMs)}`, basis };
}

/** What rounding is expected to add, as it was tried on data. */
export function errorAfter({ errorDb, outputDb }: LayerPlan): PlanFinding | undefined {
  if (errorDb === undefined) return undefined;
  const alone = outputDb === undefined ? '' : ` Of this layer alone, ${formatValue(outputDb, 'decibel')} reach the outputs of the model.`;
  return { text: formatValue(errorDb, 'decibel'), basis: `Predicted on calibration data: signal to noise at the layer’s output.${alone}` };
}
