import type { PassInput } from '../pass';
import { probeSaturation } from './saturationProbe';
import { chooseRange, type WeightRange } from './weightRange';

/** The weight range that a pass's parameters and this processor ask for; in a dry run nothing is probed. */
export function rangeFor({ parameters, laboratory }: PassInput): Promise<WeightRange> {
  return chooseRange(parameters, () => (laboratory === undefined ? Promise.resolve(false) : probeSaturation(laboratory)));
}
