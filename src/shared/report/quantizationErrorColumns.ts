import { uniformColumn, type Basis, type Column } from './column';
import type { LayerError } from './layerError';
import type { LayerPlan } from './passDescription';

/** Signal to noise at and above which a layer is cold (design spec 6.3): 0.6 % of its output. */
const COLD_DB = 45;

/** A value in dB of the layer with this anchor node. */
type LayerValue = readonly [node: number, decibel: number];

/**
 * Node columns of what a variant of a model is off by, each value on the anchor of its layer: `quantizationErrorDb`, with all that went wrong before the layer, and
 * `ownErrorDb`, what the layer adds by itself. Signal to noise in dB, low is hot, and the worst stands for a group. `name` of the variant.
 */
export function quantizationErrorColumns(nodeCount: number, errors: readonly LayerError[], name: string): readonly Column[] {
  const column = (id: string, title: string, valueOf: (error: LayerError) => number): Column =>
    errorColumn(
      { id, title: `${title}, ${name}` },
      nodeCount,
      errors.map(error => [error.layer, valueOf(error)]),
      'measured',
    );
  return [
    column('quantizationErrorDb', 'Quantization error', ({ accumulatedDb }) => accumulatedDb),
    column('ownErrorDb', 'Quantization error by itself', ({ localDb }) => localDb),
  ];
}

/** Node column `expectedErrorDb` of what passes that were tried on data are expected to add layer by layer; `undefined` where they round nothing. */
export function expectedErrorColumn(nodeCount: number, layers: readonly LayerPlan[]): Column | undefined {
  const values = layers.flatMap(({ node, errorDb }): readonly LayerValue[] => (errorDb === undefined ? [] : [[node, errorDb]]));
  if (values.length === 0) return undefined;
  return errorColumn({ id: 'expectedErrorDb', title: 'Expected quantization error' }, nodeCount, values, 'estimated');
}

/** The worst of a node that has several. */
function errorColumn(names: Pick<Column, 'id' | 'title'>, nodeCount: number, errors: readonly LayerValue[], basis: Basis): Column {
  const values = new Float64Array(nodeCount).fill(Number.NaN);
  for (const [node, value] of errors) if (node < nodeCount && !((values[node] ?? Number.NaN) <= value)) values[node] = value;
  const worst = values.reduce((least, value) => (value < least ? value : least), COLD_DB);
  const common = { unit: 'decibel', axis: 'node', aggregation: { kind: 'worst' }, scale: 'linear', direction: 'low-is-hot' } as const;
  return uniformColumn({ ...common, ...names, values, domain: [Math.min(worst, COLD_DB - 1), COLD_DB] }, basis);
}
