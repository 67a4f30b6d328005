import * as l10n from '@vscode/l10n';
import type { LayerRoofline, RooflineView } from '../../../src/shared/report/roofline';
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

/** Of the kernel that the layer stands for, else of the first of its nodes that has one. */
export function rooflineOfLayer({ layers, roofline }: LayerModel, index: number): LayerRoofline | undefined {
  const layer = layers[index];
  if (layer === undefined || roofline === undefined) return undefined;
  const byNode = limitsOf(roofline);
  const node = [layer.node, ...layer.nodes].find(id => byNode.has(id));
  return node === undefined ? undefined : byNode.get(node);
}

/** Of the kernel that the node `node` stands for. */
export function rooflineOfNode({ roofline }: LayerModel, node: number): LayerRoofline | undefined {
  return roofline === undefined ? undefined : limitsOf(roofline).get(node);
}

const limits = new WeakMap<RooflineView, ReadonlyMap<number, LayerRoofline>>();

function limitsOf(roofline: RooflineView): ReadonlyMap<number, LayerRoofline> {
  const known = limits.get(roofline);
  if (known !== undefined) return known;
  const byNode = new Map(roofline.layers.map(({ node, roofline: limit }) => [node, limit]));
  limits.set(roofline, byNode);
  return byNode;
}
