import type { LayerModel } from '../model/layerModel';

/** Whether the kernel of a layer does the work of several nodes. */
export function isFused(model: LayerModel, layer: number): boolean {
  const kernel = model.profile?.kernels[model.layers[layer]?.anchorKernel ?? -1];
  return model.unit !== 'nodes' && kernel !== undefined && kernel.covers.length > 1;
}
