import type { HeatScale } from '../model/heatScale';
import { isCold } from '../model/columnText';
import type { LayerModel } from '../model/layerModel';

/** A range of layers on screen, `from … to − 1`. */
export interface SpineRange {
  readonly from: number;
  readonly to: number;
}

/** One bar of the spine: a layer, or the hottest of a bin of layers. */
export interface SpineSlot {
  readonly first: number;
  readonly end: number;
  /** The layer that gives height and colour. */
  readonly layer: number;
  /** 0..1 of the full height. */
  readonly length: number;
  readonly heat: number;
  /** Part of the length that is the anchor kernel's. */
  readonly anchorShare: number;
  readonly state: 'known' | 'cold' | 'unknown';
}

/** Narrowest slot; more layers than fit are binned by their maximum. */
const NARROWEST_PX = 3;

export function spineSlots(model: LayerModel, scale: HeatScale, range: SpineRange, width: number): readonly SpineSlot[] {
  const count = range.to - range.from;
  const most = Math.max(1, Math.floor(width / NARROWEST_PX));
  const slots = Math.min(count, most);
  return Array.from({ length: slots }, (_, slot) => {
    const first = range.from + Math.floor((slot * count) / slots);
    const end = range.from + Math.floor(((slot + 1) * count) / slots);
    return slotOf(scale, first, end, model);
  });
}

/** The hottest layers of a slot, at most three, for its tooltip. */
export function hottestOf(scale: HeatScale, slot: SpineSlot): readonly number[] {
  const { values } = scale.column;
  const layers = Array.from({ length: slot.end - slot.first }, (_, index) => slot.first + index);
  return layers.sort((a, b) => scale.length(values[b] ?? NaN) - scale.length(values[a] ?? NaN)).slice(0, 3);
}

function slotOf(scale: HeatScale, first: number, end: number, model: LayerModel): SpineSlot {
  const { column } = scale;
  let layer = first;
  for (let index = first + 1; index < end; index++) {
    if (scale.length(column.values[index] ?? NaN) > scale.length(column.values[layer] ?? NaN)) layer = index;
  }
  const value = column.values[layer] ?? NaN;
  const anchor = column.anchorValues?.[layer];
  const hasSatellites = (model.layers[layer]?.kernels.length ?? 0) > 1;
  return {
    first,
    end,
    layer,
    length: scale.length(value),
    heat: scale.heat(value),
    anchorShare: anchor === undefined || !hasSatellites || !(value > 0) ? 1 : anchor / value,
    state: Number.isNaN(value) ? 'unknown' : isCold(column, value) ? 'cold' : 'known',
  };
}
