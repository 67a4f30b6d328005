import { useMemo } from 'preact/hooks';
import type { HeatScale } from '../model/heatScale';
import type { LayerModel } from '../model/layerModel';
import { matchLayer } from '../model/matchLayer';
import { usePage } from './usePage';

/** Tells which layers step back: those outside of the brush or of the pointed part of the legend, and those that the filter does not find. */
export function useDimming(model: LayerModel, scale: HeatScale | undefined): (layer: number) => boolean {
  const store = usePage();
  const terms = store.terms.value;
  const brush = store.brush.value;
  const highlight = store.highlight.value;
  return useMemo(
    () => (layer: number) => {
      if (layer < 0) return brush !== undefined || terms.length > 0 || highlight !== undefined;
      const isBrushed = brush === undefined || (layer >= brush[0] && layer < brush[1]);
      return !isBrushed || !matchLayer(model, layer, terms) || (highlight !== undefined && !isHighlighted(scale, layer, highlight));
    },
    [model, terms, brush, highlight, scale],
  );
}

export function isHighlighted(scale: HeatScale | undefined, layer: number, [from, to]: readonly [number, number]): boolean {
  const value = scale?.column.values[layer] ?? NaN;
  if (scale === undefined || Number.isNaN(value)) return false;
  const heat = scale.heat(value);
  return heat >= from && (heat < to || to >= 1);
}
