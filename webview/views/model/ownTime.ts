import * as l10n from '@vscode/l10n';
import { coveringKernels } from './coveringKernels';
import type { Layer, LayerModel } from './layerModel';
import { bareOp } from './layerText';

/** Runs in a kernel that does the work of other nodes as well. */
export function runsFused(model: LayerModel, layer: Layer): boolean {
  return kernelsOf(model, layer).some(kernel => (model.profile?.kernels[kernel]?.covers.length ?? 0) > 1);
}

/** No kernel does any of its work, in a run that did the rest: the runtime computed it once, at load. Before a run: what depends on constants and sizes alone. */
export function isFolded({ view, profile }: LayerModel, { nodes, kernels }: Layer): boolean {
  if (nodes.length === 0 || kernels.length > 0) return false;
  if (profile === undefined) return nodes.every(node => (view.analysis.hierarchy.layerOf[node] ?? -1) < 0);
  const { kernelOf, isWhole } = coveringKernels(view, profile);
  return isWhole && nodes.every(node => kernelOf[node] === -1);
}

/** Where the time of a layer is that has none of its own: `in layer4.0.conv2`, or `folded at load`; empty where it is not known, and for what has its own. */
export function ownTimeText(model: LayerModel, layer: Layer): string {
  const { view, profile } = model;
  if (profile === undefined || layer.kernels.length > 0) return '';
  if (isFolded(model, layer)) return l10n.t('folded at load');
  const kernel = profile.kernels[coveringKernels(view, profile).kernelOf[layer.node] ?? -1];
  if (kernel === undefined) return '';
  const holder = model.layers[model.layerOfNode[kernel.anchor ?? -1] ?? -1];
  return l10n.t('in {0}', holder === undefined || holder === layer ? bareOp(kernel.op) : holder.name);
}

function kernelsOf({ view, profile }: LayerModel, { nodes, kernels }: Layer): readonly number[] {
  if (profile === undefined || kernels.length > 0) return kernels;
  const { kernelOf } = coveringKernels(view, profile);
  return nodes.map(node => kernelOf[node] ?? -1);
}
