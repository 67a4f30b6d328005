import * as l10n from '@vscode/l10n';
import { formatCount, formatDurationInterval, formatValue } from '../../../src/shared/base/formatNumber';
import type { MachineRoofs } from '../../../src/shared/report/machine';
import { roofShareText } from '../model/columnText';
import type { LayerModel } from '../model/layerModel';
import type { RooflineFrame } from './rooflineFrame';
import { ridge, shareOfRoof, type RooflinePoint } from './rooflinePoints';
import { unitCountText } from '../model/unitCountText';

/** `113 GFLOP/s` */
export function speedText(flopPerSecond: number): string {
  return `${formatCount(flopPerSecond)}FLOP/s`;
}

/** `40 % of roof`; above it only that it is above. */
export function roofText(point: RooflinePoint, roofs: MachineRoofs): string {
  return l10n.t('{0} of roof', roofShareText(shareOfRoof(point, roofs)));
}

/** `2.04 ms`; of a predicted time its range, `1.4 – 2.9 ms`. */
export function timeText({ timeMs }: RooflinePoint, { isMeasured, uncertainty: { low, high } }: RooflineFrame): string {
  if (isMeasured) return formatValue(timeMs, 'ms');
  return `${formatDurationInterval(timeMs * low, timeMs * high, timeMs)}${formatValue(timeMs, 'ms').replace(/^[^\u202f]*/, '')}`;
}

/** `40 % of roof · 2.04 ms`; at predicted times the range of the time alone. */
export function pointText(point: RooflinePoint, frame: RooflineFrame): string {
  const time = timeText(point, frame);
  return frame.isMeasured ? `${roofText(point, frame.roofs)} · ${time}` : time;
}

/** Shares of time left and right of the ridge, 0..1. */
export function sidesOfRidge(points: readonly RooflinePoint[], roofs: MachineRoofs): { readonly memory: number; readonly compute: number } {
  let [memory, whole] = [0, 0];
  for (const point of points) {
    whole += point.timeMs;
    if (point.intensity < ridge(roofs, point.isInteger)) memory += point.timeMs;
  }
  return whole > 0 ? { memory: memory / whole, compute: 1 - memory / whole } : { memory: NaN, compute: NaN };
}

/** What is not in the plot: `3 kernels at or below 20 µs or without arithmetic are not drawn.`; empty when everything is. */
export function notDrawn(model: LayerModel, points: readonly RooflinePoint[]): string {
  const ran = model.profile === undefined ? model.layers.length : model.layers.filter(({ kernels }) => kernels.length > 0).length;
  const count = ran - points.length;
  if (count <= 0) return '';
  const counted = unitCountText(model.unit === 'kernels' ? 'kernels' : 'layers', count);
  if (model.profile === undefined)
    return count === 1 ? l10n.t('{0} without arithmetic is not drawn.', counted) : l10n.t('{0} without arithmetic are not drawn.', counted);
  const floor = formatValue(model.profile.floorMs, 'ms');
  return count === 1
    ? l10n.t('{0} at or below {1} or without arithmetic is not drawn.', counted, floor)
    : l10n.t('{0} at or below {1} or without arithmetic are not drawn.', counted, floor);
}
