import * as l10n from '@vscode/l10n';
import { formatDuration, formatExact, formatValue } from '../../../src/shared/base/formatNumber';
import type { LayerModel } from '../model/layerModel';
import type { LayerPlan } from '../../../src/shared/report/passDescription';

/** A text of a plan, and what it rests on. */
export interface PlanFinding {
  readonly text: string;
  readonly basis: string;
}

/** A time after the change, in milliseconds, NaN where the time now is not known. */
export interface TimeFinding extends PlanFinding {
  readonly lowMs: number;
  readonly highMs: number;
}

/** A ratio of signal to noise, in dB. */
export interface ErrorFinding extends PlanFinding {
  readonly db: number;
}

/** Time of a layer after the change: as it was tried, else an estimate; `undefined` where nothing is known. `latencyMs`: measured now, NaN where it was not. */
export function timeAfter({ triedMs, expectedTime }: LayerPlan, latencyMs: number): TimeFinding | undefined {
  if (triedMs !== undefined) {
    const basis = l10n.t('Measured by trying it: {0} before, conversions beside the layer included.', formatDuration(triedMs.before));
    return { text: formatDuration(triedMs.after), basis, lowMs: triedMs.after, highMs: triedMs.after };
  }
  if (expectedTime === undefined) return undefined;
  const { low, high, source } = expectedTime;
  const [least, most] = [formatExact(low), formatExact(high)];
  const basis = l10n.t('Estimated: {0} to {1} times the time now, as seen on {2}.', least, most, source);
  const [lowMs, highMs] = [low * latencyMs, high * latencyMs];
  const text = Number.isNaN(latencyMs) ? `${least} – ${most}×` : `${formatDuration(lowMs)} – ${formatDuration(highMs)}`;
  return { text, basis, lowMs, highMs };
}

/** What a variant that was compared layer by layer is off by; `layer`: index in the model, −1 for none. */
export function errorOfVariant(model: LayerModel, layer: number): ErrorFinding | undefined {
  const column = model.columns.get('quantizationErrorDb');
  const value = column?.values[layer] ?? NaN;
  if (column === undefined || Number.isNaN(value)) return undefined;
  return { text: formatValue(value, 'decibel'), basis: l10n.t('Measured: {0}', column.title), db: value };
}

/** What rounding is expected to add, as it was tried on data. */
export function errorAfter({ errorDb, outputDb }: LayerPlan): ErrorFinding | undefined {
  if (errorDb === undefined) return undefined;
  const predicted = l10n.t('Predicted on calibration data: signal to noise at the layer’s output.');
  const alone =
    outputDb === undefined ? [] : [l10n.t('Of this layer alone, {0} reach the outputs of the model.', formatValue(outputDb, 'decibel'))];
  return { text: formatValue(errorDb, 'decibel'), basis: [predicted, ...alone].join(' '), db: errorDb };
}
