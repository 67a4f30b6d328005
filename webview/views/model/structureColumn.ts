import * as l10n from '@vscode/l10n';
import type { DifferenceKind, GraphDifference } from '../../../src/shared/report/graphDifference';
import type { Category, Layer, LayerColumn } from './layerModel';

/** Id of the metric that says what another file made of the nodes of a layer. */
export const STRUCTURE = 'structure';

const UNCHANGED: Category = { value: 0.05, label: l10n.t('unchanged') };
/** Nodes that only the other file has are in no layer of this one. */
const KINDS: Readonly<Record<Exclude<DifferenceKind, 'added'>, Category>> = {
  changed: { value: 0.5, label: l10n.t('changed') },
  replaced: { value: 0.75, label: l10n.t('replaced') },
  removed: { value: 1, label: l10n.t('removed') },
};

/** What became of each layer in another file: the most that happened to one of its nodes. No column where every node is as it was. */
export function structureColumn(
  layers: readonly Layer[],
  { name, difference }: { readonly name: string; readonly difference: GraphDifference },
): LayerColumn | undefined {
  const ofNode = new Map<number, number>();
  for (const { kind, before } of difference.differences) {
    if (kind === 'added') continue;
    for (const { id } of before) ofNode.set(id, Math.max(KINDS[kind].value, ofNode.get(id) ?? 0));
  }
  if (ofNode.size === 0) return undefined;
  const values = Float64Array.from(layers, ({ nodes }) =>
    nodes.length === 0 ? NaN : nodes.reduce((most, node) => Math.max(most, ofNode.get(node) ?? UNCHANGED.value), 0),
  );
  const scale = { scale: 'linear', direction: 'high-is-hot', domain: [0, 1], total: NaN, floor: 0, unit: 'none' } as const;
  const categories = [UNCHANGED, ...Object.values(KINDS)].filter(({ value }) => values.includes(value));
  return { ...scale, id: STRUCTURE, title: l10n.t('Structure in {0}', name), basis: 'exact', values, categories };
}
