import { costFact, kernelFact, spreadFact, timeFact } from '../../../src/shared/report/layerFacts';
import type { Layer, LayerModel } from '../model/layerModel';
import { ownTimeText } from '../model/ownTime';

/** Lines of what is known of a layer beside `metric`, the id of the column that its card has already: its time with its spread, what runs as one kernel, what it costs. */
export function layerFacts(model: LayerModel, index: number, metric: string): readonly string[] {
  const layer = model.layers[index];
  if (layer === undefined) return [];
  const { view, profile } = model;
  const anchorKernel = profile?.kernels[layer.anchorKernel];
  return [timeText(model, layer, metric), kernelFact(view, layer.nodes, anchorKernel), costFact(view, layer.nodes)].filter(
    line => line !== '',
  );
}

/** Of a time that the card has already only the spread; for a layer without one, where it is. */
function timeText(model: LayerModel, layer: Layer, metric: string): string {
  const { profile } = model;
  if (profile === undefined || layer.kernels.length === 0) return ownTimeText(model, layer);
  const kernels = layer.kernels.flatMap(kernel => profile.kernels[kernel] ?? []);
  return metric === 'latencyMs' ? spreadFact(kernels, profile) : timeFact(kernels, profile);
}
