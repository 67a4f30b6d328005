import * as l10n from '@vscode/l10n';
import { formatSignificant } from '../../../src/shared/base/formatNumber';
import { isAboveRoof, roofShareText } from '../model/columnText';
import type { LayerModel } from '../model/layerModel';
import type { LayerMeasures } from './layerMeasures';

/** GFLOP/s of its kernel. */
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
  const roof = (own.integer ? roofs.int8FlopPerSecond : roofs.float32FlopPerSecond) / 1e9;
  return l10n.t('{strong}, {0} of the {1} measured on this machine', roofShareText(own.ofLimit), formatSignificant(roof));
}

/** `5.10 GB/s` in the place `{strong}`, and what of the memory roof that is, where it was measured and limits the kernel. */
export function byteRateText({ roofline }: LayerModel, { ofLimit, bound }: LayerMeasures, speed = '{strong}'): string {
  const roofs = roofline?.plot?.roofs;
  if (roofs === undefined || bound !== 'memory' || Number.isNaN(ofLimit)) return speed;
  const roof = formatSignificant(roofs.memoryBytesPerSecond / 1e9);
  return isAboveRoof(ofLimit)
    ? l10n.t('{0}, more than the {1} of the memory: its input is still in the cache', speed, roof)
    : l10n.t('{0}, {1} of the {2} measured on this machine', speed, roofShareText(ofLimit), roof);
}

export function byteRate(bytes: number, timeMs: number): string {
  return `${formatSignificant(bytes / timeMs / 1e6)} GB/s`;
}
