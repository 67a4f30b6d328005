import type { DifferenceNode, GraphDifference } from '../../../src/shared/report/graphDifference';
import type { MadeFrom } from '../../../src/shared/report/madeFrom';
import type { LayerModel } from './layerModel';

/** What a layer was made from, or what became of it in another file. */
export interface LayerOrigin {
  readonly direction: 'from' | 'became';
  /** Nodes on the other side; none for what was added, or is gone. */
  readonly others: readonly DifferenceNode[];
  /** How many nodes on this side stand for them together. */
  readonly own: number;
  /** The original, or the variant. */
  readonly file: string;
  /** Passes that did it, in order. */
  readonly steps: readonly string[];
}

/** Where origins come from: what this file was made from, else the file that is compared with it. */
export interface OriginSources {
  readonly madeFrom: MadeFrom | undefined;
  readonly compared: { readonly name: string; readonly steps: readonly string[]; readonly difference: GraphDifference } | undefined;
}

type Side = 'before' | 'after';

/** The origin of a layer, by its index; `undefined` for those that are what they were, and in bodies. */
export function layerOrigins(model: LayerModel, { madeFrom, compared }: OriginSources): (layer: number) => LayerOrigin | undefined {
  if (model.body !== undefined) return () => undefined;
  if (madeFrom !== undefined)
    return originsIn(model, madeFrom.difference, 'after', { direction: 'from', file: madeFrom.original, steps: madeFrom.steps });
  if (compared === undefined) return () => undefined;
  return originsIn(model, compared.difference, 'before', { direction: 'became', file: compared.name, steps: compared.steps });
}

function originsIn(
  { layers }: LayerModel,
  { differences }: GraphDifference,
  own: Side,
  facts: Omit<LayerOrigin, 'others' | 'own'>,
): (layer: number) => LayerOrigin | undefined {
  const other: Side = own === 'before' ? 'after' : 'before';
  const byNode = new Map(differences.flatMap(difference => difference[own].map(({ id }) => [id, difference] as const)));
  return layer => {
    const found = new Set((layers[layer]?.nodes ?? []).flatMap(node => byNode.get(node) ?? []));
    if (found.size === 0) return undefined;
    const others = [...found].flatMap(difference => difference[other]);
    return { ...facts, others, own: [...found].reduce((sum, difference) => sum + difference[own].length, 0) };
  };
}

/** `3 → 1`: nodes of the original and what they became; empty where one stands for one. */
export function originBadge(origin: LayerOrigin | undefined): string {
  if (origin === undefined || (origin.own === 1 && origin.others.length === 1)) return '';
  const { direction, own, others } = origin;
  return direction === 'from' ? `${others.length} → ${own}` : `${own} → ${others.length}`;
}
