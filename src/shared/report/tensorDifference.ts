import type { LayerError } from './layerError';

/** Tensors of a file on the same inputs as those of a model, layer by layer of the model. */
export interface TensorDifference {
  /** In the order of the model. */
  readonly layers: readonly LayerError[];
  readonly inputs: 'data' | 'synthetic';
  readonly samples: number;
}

/** A layer whose own error leaves less than this, in dB, is where two models begin to diverge: rounding to float32 leaves more than twice as much. */
export const DIVERGES_BELOW_DB = 60;

/** Position of the first layer whose own error, or where that is not known whose accumulated one, is more than rounding; −1 for none. */
export function firstDivergent({ layers }: Pick<TensorDifference, 'layers'>): number {
  return layers.findIndex(({ localDb, accumulatedDb }) => (Number.isNaN(localDb) ? accumulatedDb : localDb) < DIVERGES_BELOW_DB);
}
