import type { PassParameters } from '../../../shared/report/suggestion';
import type { BlockFormat } from './blockGrid';
import type { RoundingMethod } from './quantizeMatrix';

/** How weights lie in the file: standard operators, the runtime's own, or nodes that put float32 back at load. */
export type WeightContainer = 'portable' | 'matmulnbits' | 'folded';

export interface WeightChoice {
  readonly format: BlockFormat;
  readonly container: WeightContainer;
  readonly method: RoundingMethod | 'auto';
  readonly isBiasCorrected: boolean;
}

/** Parameters of `quantize-weights`, decoded. */
export function weightChoice(parameters: PassParameters): WeightChoice {
  const bits = Number(parameters['bits']) === 8 ? 8 : 4;
  return {
    format: { bits, block: Number(parameters['block']), isSymmetric: parameters['symmetric'] === true },
    container: containerOf(parameters['format']),
    method: methodOf(parameters['method']),
    isBiasCorrected: parameters['bias-correction'] === true,
  };
}

function containerOf(value: unknown): WeightContainer {
  return value === 'matmulnbits' || value === 'folded' ? value : 'portable';
}

function methodOf(value: unknown): WeightChoice['method'] {
  return value === 'gptq' || value === 'hqq' || value === 'rtn' ? value : 'auto';
}
