import type { RangeChoice } from './staticParameters';

/** How a selection is quantized with what calibration found. */
export interface StaticRecipe {
  readonly choose: RangeChoice;
  /** Rounds weights so that the layer's output on the data changes least, where its inputs' second moments are known. */
  readonly compensates: boolean;
  /** Takes the mean of what rounding adds out of the biases. */
  readonly correctsBiases: boolean;
}

/** Everything that was seen, every weight to the nearest level. */
export const PLAIN_RECIPE: StaticRecipe = { choose: ({ min, max }) => ({ min, max }), compensates: false, correctsBiases: false };
