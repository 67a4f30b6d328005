import * as l10n from '@vscode/l10n';
import { isAboveRoof } from './columnText';
import type { LayerModel } from './layerModel';

const IN_CACHE = l10n.t('Above the roof of the memory: its data are still in the cache.');

/** What a layer's share of the roofline rests on: `Measured time against …`, or `Estimated …`. Empty where there is none. */
export function rooflineBasis({ roofline, columns }: LayerModel): string {
  const basis = columns.get('ofLimit')?.basis;
  if (roofline?.from === undefined || basis === undefined) return '';
  return basis === 'measured'
    ? l10n.t('Measured time against the roofs of this machine, {0}.', roofline.from)
    : l10n.t('Estimated: predicted time against the roofs of this machine, {0}. Profile the model to measure it.', roofline.from);
}

/** `memory-bound`, `compute-bound`: of the kernel that the layer stands for; empty where it is not known. */
export function boundText(model: LayerModel, index: number): string {
  const bound = rooflineOfLayer(model, index)?.bound;
  return bound === undefined ? '' : `${bound}-bound`;
}

/** For the tooltip of a value in the column `column`: why it is above its roof, else what it rests on. */
export function rooflineNote(model: LayerModel, column: string, index: number): string | undefined {
  return column === 'ofLimit' ? (aboveRoof(model, index) ?? rooflineBasis(model)) : undefined;
}

/** Why a layer is above its roof; `undefined` for one that is not. */
export function aboveRoof(model: LayerModel, index: number): string | undefined {
  const share = model.columns.get('ofLimit')?.values[index] ?? NaN;
  return isAboveRoof(share) ? (rooflineOfLayer(model, index)?.note ?? IN_CACHE) : undefined;
}

function rooflineOfLayer({ layers, roofline }: LayerModel, index: number) {
  const nodes = layers[index]?.nodes ?? [];
  const anchor = layers[index]?.node ?? -1;
  const found = roofline?.layers.filter(({ node }) => nodes.includes(node)) ?? [];
  return (found.find(({ node }) => node === anchor) ?? found[0])?.roofline;
}
