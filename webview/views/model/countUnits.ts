import { assertNever } from '../../../src/shared/base/assertNever';
import type { LayerModel, LayerUnit } from './layerModel';

/** How many rows a model has in a unit, without building it. */
export function countUnits({ view, profile }: LayerModel, unit: LayerUnit): number {
  const { layerOf } = view.analysis.hierarchy;
  switch (unit) {
    case 'kernels':
      return profile?.kernels.length ?? 0;
    case 'nodes':
      return layerOf.reduce((count, layer) => (layer < 0 ? count : count + 1), 0);
    case 'layers':
      return layerOf.reduce((count, layer, node) => (layer === node ? count + 1 : count), 0);
    default:
      return assertNever(unit);
  }
}
