import * as l10n from '@vscode/l10n';
import { formatDuration, formatValue } from '../../../src/shared/base/formatNumber';
import { matchedMs } from '../../../src/shared/report/matchedMs';
import type { Suggestion } from '../../../src/shared/report/suggestion';
import type { ListedVariant } from '../../../src/shared/report/variant';
import type { Layer, LayerModel } from '../model/layerModel';
import { unitCountText } from '../model/unitCountText';
import type { TimesIn } from './useTimesIn';

/**
 * What the variant that has tried a suggestion took for this layer: `measured in int8: 689 µs`; where its kernels are not known, what the model as a whole took.
 * Of a layer that it left alone it says so. `undefined` while nothing was measured.
 */
export function measuredHere(
  layer: Layer,
  { pass }: Suggestion,
  variant: ListedVariant | undefined,
  known: TimesIn | undefined,
): string | undefined {
  if (variant === undefined) return undefined;
  const { name, path, result } = variant;
  const inVariant = known?.path === path ? matchedMs(known.times.nodeMs, layer.nodes) : undefined;
  const layerMs = inVariant ?? slowerMs(layer, variant);
  if (wasSkipped(layer, pass, variant))
    return layerMs === undefined
      ? l10n.t('left as it is in {0}', name)
      : l10n.t('left as it is in {0}: {1}', name, formatDuration(layerMs));
  if (layerMs !== undefined) return l10n.t('measured in {0}: {1}', name, formatDuration(layerMs));
  const wholeMs = result.latency?.after.medianMs;
  return wholeMs === undefined ? undefined : l10n.t('measured in {0}: {1} for the whole model', name, formatDuration(wholeMs));
}

function wasSkipped({ nodes }: Layer, pass: string, { result }: ListedVariant): boolean {
  const skipped = result.passes.filter(({ id }) => id === pass).flatMap(outcome => outcome.skipped);
  return skipped.some(({ layer }) => nodes.includes(layer));
}

/** Of layers that became slower the result itself has the times. */
function slowerMs({ nodes }: Layer, { result }: ListedVariant): number | undefined {
  return result.slowerLayers?.layers.find(({ layer }) => nodes.includes(layer))?.afterMs;
}

/** What is known of a suggestion, here and in the model: measured before estimated. */
export function offerNote(model: LayerModel, layer: Layer, suggestion: Suggestion, measured: string | undefined): string {
  const parts = [measured ?? estimate(suggestion), kernelsHere(model, layer, suggestion), suggestion.promise];
  return parts.filter(part => part !== '').join(' · ');
}

/** The gain is of the whole suggestion, so it says so. */
function estimate({ gain, layers }: Suggestion): string {
  if (gain === undefined) return l10n.t('no estimate');
  const unit = gain.metric === 'weightBytes' ? 'bytes' : 'count';
  const text = (value: number) => (gain.metric === 'latencyMs' ? formatDuration(value) : formatValue(value, unit));
  const range = `${text(gain.before)} → ${text(gain.low)} – ${text(gain.high)}`;
  return layers.length > 1
    ? l10n.t('{0} {1} with {2} layers', gain.basis, range, layers.length)
    : l10n.t('{0} {1} here', gain.basis, range);
}

/** `4 kernels, 2.31 ms here`: what a clean-up would take out of this layer ran as. */
function kernelsHere({ profile }: LayerModel, { nodes, anchorKernel, kernels }: Layer, { pass, layers }: Suggestion): string {
  if (pass !== 'clean') return '';
  const gone = new Set(layers.filter(node => nodes.includes(node)));
  const ran = kernels
    .flatMap(id => (id === anchorKernel ? [] : (profile?.kernels[id] ?? [])))
    .filter(({ covers }) => covers.some(node => gone.has(node)));
  if (ran.length === 0) return '';
  const takesMs = ran.reduce((sum, { medianMs }) => sum + medianMs, 0);
  return l10n.t('{0}, {1} here', unitCountText('kernels', ran.length), formatDuration(takesMs));
}
