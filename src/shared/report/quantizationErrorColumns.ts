import * as l10n from '../base/l10n';
import { uniformColumn, type Basis, type Column } from './column';
import type { LayerError } from './layerError';
import type { LayerPlan } from './passDescription';

/** What is known of an error: the value at and above which a layer is cold, and by how much less one is warm at least. */
interface ErrorScale {
  readonly unit: 'decibel' | 'cosine';
  readonly cold: number;
  readonly least: number;
}

/** Cold (design spec 6.3) at 0.6 % of its output. */
const DECIBEL: ErrorScale = { unit: 'decibel', cold: 45, least: 1 };
/** Cold where noise at right angles to the output would be 1.4 % of it (1 − ½ · 0.014²). */
const COSINE: ErrorScale = { unit: 'cosine', cold: 0.9999, least: 0.0001 };

/** A value of the layer with this anchor node. */
type LayerValue = readonly [node: number, value: number];

/**
 * Node columns of what a variant of a model is off by, each value on the anchor of its layer: `quantizationErrorDb`, with all that went wrong before the layer,
 * `ownErrorDb`, what the layer adds by itself, both signal to noise in dB, and `cosine`, the similarity of what `quantizationErrorDb` tells the noise of. Low is hot, and
 * the worst stands for a group. `name` of the variant.
 */
export function quantizationErrorColumns(nodeCount: number, errors: readonly LayerError[], name: string): readonly Column[] {
  const column = (id: string, title: string, scale: ErrorScale, valueOf: (error: LayerError) => number): Column =>
    errorColumn(
      { id, title: `${title}, ${name}` },
      scale,
      nodeCount,
      errors.map(error => [error.layer, valueOf(error)]),
      'measured',
    );
  return [
    column('quantizationErrorDb', l10n.t('Quantization error'), DECIBEL, ({ accumulatedDb }) => accumulatedDb),
    column('ownErrorDb', l10n.t('Quantization error by itself'), DECIBEL, ({ localDb }) => localDb),
    column('cosine', l10n.t('Cosine similarity'), COSINE, ({ cosine }) => cosine),
  ];
}

/** Node column `expectedErrorDb` of what passes that were tried on data are expected to add layer by layer; `undefined` where they round nothing. */
export function expectedErrorColumn(nodeCount: number, layers: readonly LayerPlan[]): Column | undefined {
  const values = layers.flatMap(({ node, errorDb }): readonly LayerValue[] => (errorDb === undefined ? [] : [[node, errorDb]]));
  if (values.length === 0) return undefined;
  return errorColumn({ id: 'expectedErrorDb', title: l10n.t('Expected quantization error') }, DECIBEL, nodeCount, values, 'estimated');
}

/** The worst of a node that has several. */
function errorColumn(
  names: Pick<Column, 'id' | 'title'>,
  { unit, cold, least }: ErrorScale,
  nodeCount: number,
  errors: readonly LayerValue[],
  basis: Basis,
): Column {
  const values = new Float64Array(nodeCount).fill(Number.NaN);
  for (const [node, value] of errors) if (node < nodeCount && !((values[node] ?? Number.NaN) <= value)) values[node] = value;
  const worst = values.reduce((lowest, value) => (value < lowest ? value : lowest), cold);
  const common = { unit, axis: 'node', aggregation: { kind: 'worst' }, scale: 'linear', direction: 'low-is-hot' } as const;
  return uniformColumn({ ...common, ...names, values, domain: [Math.min(worst, cold - least), cold] }, basis);
}
