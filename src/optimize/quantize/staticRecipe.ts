import type { RangeChoice } from './staticParameters';

/** To the nearest level; so that the errors of a layer's weights make up for each other (GPTQ); from there on downhill (AdaRound's objective). */
export type Rounding = 'nearest' | 'together' | 'refined';

/** How a selection is quantized with what calibration found. */
export interface StaticRecipe {
  readonly choose: RangeChoice;
  /** Of weights behind inputs whose second moments are known; others are rounded to nearest. */
  readonly rounding: Rounding;
  /** Whether scales of weights have the least squared error, so that the largest weights may be cut off. */
  readonly clipsWeights: boolean;
  /** Takes the mean of what rounding adds out of the biases. */
  readonly correctsBiases: boolean;
}

/** Everything that was seen, every weight to the nearest level. */
export const PLAIN_RECIPE: StaticRecipe = {
  choose: ({ min, max }) => ({ min, max }),
  rounding: 'nearest',
  clipsWeights: false,
  correctsBiases: false,
};
