import type { PassParameter } from '../../shared/report/passDescription';

/** Whether biases make up for what rounding the weights adds on average. */
export const BIAS_CORRECTION: PassParameter = {
  name: 'bias-correction',
  title: 'Correct Biases',
  type: 'boolean',
  default: true,
  description: 'Takes the mean of what rounding the weights adds to each output out of its bias, measured on the calibration data.',
};
