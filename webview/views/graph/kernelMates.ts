import { coveringKernels } from '../model/coveringKernels';
import { layerOfBox, type GraphScene } from './graphScene';

/** Boxes beside that of a layer in which other nodes stand that run in the same kernel. */
export function kernelMates({ model, tree, graph }: Pick<GraphScene, 'model' | 'tree' | 'graph'>, box: number): readonly number[] {
  const layer = model.layers[layerOfBox({ tree, graph }, box)];
  if (layer === undefined || model.profile === undefined || layer.node < 0) return [];
  const kernel = model.profile.kernels[coveringKernels(model.view, model.profile).kernelOf[layer.node] ?? -1];
  const boxes = (kernel?.covers ?? []).map(node => graph.boxOfLayer[model.layerOfNode[node] ?? -1] ?? -1);
  return [...new Set(boxes)].filter(other => other >= 0 && other !== box);
}
