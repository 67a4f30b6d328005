import type { Laboratory } from '../laboratory';
import type { PassInput } from '../pass';
import { probeSaturation } from './saturationProbe';
import { chooseRange, type WeightRange } from './weightRange';

const probed = new WeakMap<Laboratory, Promise<boolean>>();

/** The weight range that a pass's parameters and this processor ask for; in a dry run nothing is probed. */
export function rangeFor({ parameters, laboratory }: PassInput): Promise<WeightRange> {
  return chooseRange(parameters, () => (laboratory === undefined ? Promise.resolve(false) : saturates(laboratory)));
}

/** What to say of a file whose weights use all 8 bits. */
export async function saturationNote(input: PassInput): Promise<readonly string[]> {
  if ((await rangeFor(input)) !== 'full') return [];
  return ['On x64 processors without VNNI sums of two products can saturate and results differ; the weight range “pairs” avoids that.'];
}

function saturates(laboratory: Laboratory): Promise<boolean> {
  const known = probed.get(laboratory) ?? probeSaturation(laboratory);
  probed.set(laboratory, known);
  return known;
}
