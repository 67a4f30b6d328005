import { uniformColumn, type Column } from './column';
import type { LayerError } from './layerError';

/** Signal to noise at and above which a layer is cold (design spec 6.3): 0.6 % of its output. */
const COLD_DB = 45;

/**
 * Node columns of what a variant of a model is off by, each value on the anchor of its layer: `quantizationErrorDb`, with all that went wrong before the layer, and
 * `ownErrorDb`, what the layer adds by itself. Signal to noise in dB, low is hot, and the worst stands for a group. `name` of the variant.
 */
export function quantizationErrorColumns(nodeCount: number, errors: readonly LayerError[], name: string): readonly Column[] {
  const column = (id: string, title: string, valueOf: (error: LayerError) => number): Column => {
    const values = new Float64Array(nodeCount).fill(Number.NaN);
    for (const error of errors) {
      const [known = Number.NaN, value] = [values[error.layer], valueOf(error)];
      if (error.layer < nodeCount && !(known <= value)) values[error.layer] = value;
    }
    const worst = values.reduce((least, value) => (value < least ? value : least), COLD_DB);
    const common = { unit: 'decibel', axis: 'node', aggregation: { kind: 'worst' }, scale: 'linear', direction: 'low-is-hot' } as const;
    return uniformColumn(
      { ...common, id, title: `${title}, ${name}`, values, domain: [Math.min(worst, COLD_DB - 1), COLD_DB] },
      'measured',
    );
  };
  return [
    column('quantizationErrorDb', 'Quantization error', ({ accumulatedDb }) => accumulatedDb),
    column('ownErrorDb', 'Quantization error by itself', ({ localDb }) => localDb),
  ];
}
