import type { LayerModel } from '../model/layerModel';
import { hoveredIn } from './hoveredLayer';
import { useHoverEnd } from './useHoverEnd';
import { usePage } from './usePage';

/** Layer of `model` under the pointer, −1 for none, of what says itself that the pointer came onto one: with it that ends. */
export function useHovered(model: LayerModel): number {
  useHoverEnd();
  return hoveredIn(usePage(), model);
}
