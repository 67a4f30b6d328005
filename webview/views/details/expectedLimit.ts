import * as l10n from '@vscode/l10n';
import { formatDuration, formatSignificant } from '../../../src/shared/base/formatNumber';
import type { LayerModel } from '../model/layerModel';
import { rooflineOfLayer } from '../model/rooflineText';
import { ridge } from '../roofline/rooflinePoints';
import { withStrong, type Sentence } from './sentence';

/** Of a layer that was not measured on a machine that was: what is expected of it, always a range, and which roof limits it. Empty without either. */
export function expectedLimit(model: LayerModel, index: number): readonly Sentence[] {
  const limit = rooflineOfLayer(model, index);
  const plot = model.roofline?.plot;
  if (limit?.predictedMs === undefined || plot === undefined) return [];
  const { low, high } = limit.predictedMs;
  const place = plot.work.nodes.indexOf(model.layers[index]?.node ?? -1);
  const perByte = (plot.work.flops[place] ?? NaN) / (plot.work.bytes[place] ?? NaN);
  const range = `${formatDuration(low)} – ${formatDuration(high)}`;
  if (Number.isNaN(perByte))
    return limit.bound === 'memory' ? [withStrong(l10n.t('Expected: {strong}. Memory sets the limit.'), range)] : [];
  const amounts = {
    perByte: formatSignificant(perByte),
    ridge: formatSignificant(ridge(plot.roofs, plot.work.integer[place] === 1)),
  };
  const sentence =
    limit.bound === 'memory'
      ? l10n.t('Expected: {strong}. Memory sets the limit: {perByte} FLOP per byte, below {ridge}, where computing would.', amounts)
      : l10n.t('Expected: {strong}. Computing sets the limit: {perByte} FLOP per byte, above {ridge}, where memory would.', amounts);
  return [withStrong(sentence, range)];
}
