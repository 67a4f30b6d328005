import type { PassParameter } from '../../shared/report/passDescription';
import type { PassParameters } from '../../shared/report/suggestion';

/** Weights in 7 bits, for processors whose 8-bit products saturate at 16 bits (AVX2 and AVX-512 without VNNI). */
export const REDUCE_RANGE: PassParameter = {
  name: 'reduce-range',
  title: '7-Bit Weights',
  type: 'boolean',
  default: false,
  description:
    'Stores weights in 7 bits. Choose it when the model will run on x64 processors without VNNI, where sums of 8-bit products saturate.',
};

/** Largest level of a symmetric int8 weight: 127, or 64 with a reduced range. */
export function largestLevel(parameters: PassParameters): number {
  return parameters[REDUCE_RANGE.name] === true ? 64 : 127;
}
