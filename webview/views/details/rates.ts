import * as l10n from '@vscode/l10n';
import { formatSignificant } from '../../../src/shared/base/formatNumber';
import { isAboveRoof, roofShareText } from '../model/columnText';
import type { LayerModel } from '../model/layerModel';
import type { LayerMeasures } from './layerMeasures';

/** GFLOP/s of the anchor. */
export function flopRate({ flops, timeMs }: LayerMeasures): number {
  return flops / timeMs / 1e6;
}

/** `113 GFLOP/s` in the place `{strong}`, and what of the roof that is, where the roofs were measured. */
export function flopRateText(model: LayerModel, own: LayerMeasures): string {
  const roofs = model.roofline?.plot?.roofs;
  if (roofs === undefined || Number.isNaN(own.ofLimit)) return '{strong}';
  const perByte = formatSignificant(own.flops / own.movedBytes);
  if (own.bound === 'memory') {
    return isAboveRoof(own.ofLimit)
      ? l10n.t('{strong}, more than memory allows at {0} FLOP per byte: its input is still in the cache', perByte)
      : l10n.t('{strong}, {0} of what memory allows at {1} FLOP per byte', roofShareText(own.ofLimit), perByte);
  }
  const roof = (isInteger(model, own) ? roofs.int8FlopPerSecond : roofs.float32FlopPerSecond) / 1e9;
  return l10n.t('{strong}, {0} of the {1} measured on this machine', roofShareText(flopRate(own) / roof), formatSignificant(roof));
}

/** `5.10 GB/s` in the place `{strong}`, against the memory roof where it was measured. */
export function byteRateText(model: LayerModel, { movedBytes, timeMs }: LayerMeasures, speed = '{strong}'): string {
  const roof = (model.roofline?.plot?.roofs.memoryBytesPerSecond ?? NaN) / 1e9;
  if (Number.isNaN(roof)) return speed;
  const share = movedBytes / timeMs / 1e6 / roof;
  return isAboveRoof(share)
    ? l10n.t('{0}, more than the {1} of the memory: its input is still in the cache', speed, formatSignificant(roof))
    : l10n.t('{0}, {1} of the {2} measured on this machine', speed, roofShareText(share), formatSignificant(roof));
}

export function byteRate(bytes: number, timeMs: number): string {
  return `${formatSignificant(bytes / timeMs / 1e6)} GB/s`;
}

function isInteger({ roofline }: LayerModel, { node }: LayerMeasures): boolean {
  const work = roofline?.plot?.work;
  return work?.integer[work.nodes.indexOf(node)] === 1;
}
