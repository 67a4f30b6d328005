import type { PassParameter } from '../../shared/report/passDescription';
import { BIAS_CORRECTION } from './biasCorrection';

export const EQUALIZATION = helper(
  'equalization',
  'Equalize Layers',
  'Scales the channels between two layers so that one range fits them all, in the weights on both sides (cross-layer equalization)',
);
export const SMOOTHING = helper(
  'smoothing',
  'Smooth Channels',
  'Lets the weights behind a LayerNormalization take over what makes some of its channels larger than others (SmoothQuant)',
);
export const WEIGHT_CLIPPING = helper(
  'weight-clipping',
  'Clip Weights',
  'Chooses the scale of each output’s weights by their squared error, which may cut off the largest',
);
export const ROUNDING = helper(
  'rounding',
  'Round Weights Together',
  'Rounds the weights of a layer so that its outputs on the calibration data change least (GPTQ)',
);
export const ADAPTIVE_ROUNDING = helper(
  'adaptive-rounding',
  'Refine Rounding',
  'Moves single weights that were rounded together up or down while the layer’s outputs on the calibration data come closer (the objective of AdaRound)',
);

/** What may bring outputs closer, in the order in which it is tried. */
export const HELPERS: readonly PassParameter[] = [EQUALIZATION, SMOOTHING, WEIGHT_CLIPPING, ROUNDING, ADAPTIVE_ROUNDING, BIAS_CORRECTION];

function helper(name: string, title: string, what: string): PassParameter {
  return { name, title, type: 'boolean', default: true, description: `${what}; kept where the outputs come closer with it.` };
}
