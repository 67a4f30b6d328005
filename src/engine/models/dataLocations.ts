import { checkLocation } from '../../onnx/externalData/checkLocation';
import type { OnnxModel } from '../../onnx/openModel';

/** Where a model looks for its data files, as its weights name them; those that lead elsewhere than beside it are left out. */
export function dataLocations({ weights }: Pick<OnnxModel, 'weights'>): readonly string[] {
  return [...weights.locations.keys()].filter(location => checkLocation(location) === undefined);
}
