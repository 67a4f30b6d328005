import type { PassParameter } from '../../shared/report/passDescription';
import type { PassParameters } from '../../shared/report/suggestion';

/** How far into 8 bits weights go. */
export const WEIGHT_RANGE: PassParameter = {
  name: 'range',
  title: 'Weight Range',
  type: 'choice',
  choices: ['auto', 'full', 'pairs', '7-bit'],
  default: 'auto',
  description:
    'full uses all 8 bits, which saturates on x64 processors without VNNI; pairs goes as far as two products fit into 16 bits; 7-bit halves every weight’s range; auto is pairs where this processor saturates, else full.',
};

export type WeightRange = 'full' | 'pairs' | '7-bit';

/** Largest level of a symmetric weight. */
export function largestLevel(range: WeightRange): number {
  return range === '7-bit' ? 64 : 127;
}

/** The range to use: as asked for, or what this processor needs. */
export async function chooseRange(parameters: PassParameters, saturates: () => Promise<boolean>): Promise<WeightRange> {
  const asked = parameters[WEIGHT_RANGE.name];
  if (asked === 'full' || asked === 'pairs' || asked === '7-bit') return asked;
  return (await saturates()) ? 'pairs' : 'full';
}
