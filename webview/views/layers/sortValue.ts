import { smallest } from '../../../src/shared/base/extremes';
import type { LayerModel } from '../model/layerModel';
import { kernelName, opCell, outputText } from '../model/layerText';
import { precisionOf } from '../model/matchLayer';

/** What a layer is sorted by in a column of the table. */
export function sortValue(model: LayerModel, index: number, column: string): number | string {
  const layer = model.layers[index];
  if (layer === undefined) return NaN;
  switch (column) {
    case 'number':
      return smallest(layer.nodes);
    case 'layer':
      return layer.name;
    case 'op':
      return opCell(model, layer).op;
    case 'output':
      return outputText(model, layer);
    case 'precision':
      return precisionOf(model, layer);
    case 'kernel':
      return kernelName(model, layer);
    case 'share':
      return model.columns.values().next().value?.values[index] ?? NaN;
    default:
      return model.columns.get(column)?.values[index] ?? NaN;
  }
}
