import { assertNever } from '../../shared/base/assertNever';
import type { PassParameter } from '../../shared/report/passDescription';
import type { PassParameters } from '../../shared/report/suggestion';
import { entropyRange } from './ranges/entropyRange';
import { leastSquaresRange } from './ranges/leastSquaresRange';
import { percentileRange } from './ranges/percentileRange';
import type { RangeChoice } from './staticParameters';

const METHODS = ['minmax', 'moving-average', 'percentile', 'entropy', 'mse'] as const;
export type CalibrationMethod = (typeof METHODS)[number];

/** How value ranges are chosen. */
export const CALIBRATION: PassParameter = {
  name: 'calibration',
  title: 'Ranges',
  type: 'choice',
  choices: ['auto', ...METHODS],
  default: 'auto',
  description:
    'minmax keeps every value that the calibration data produce; moving-average smooths it over batches; percentile leaves the outermost values out; entropy loses least information; mse has the least squared error on the 8-bit grid; auto is minmax, or mse or percentile where the outputs come closer with it.',
};

/** How many of the values a percentile keeps. */
export const PERCENTILE: PassParameter = {
  name: 'percentile',
  title: 'Percentile',
  type: 'number',
  minimum: 50,
  maximum: 100,
  default: 99.999,
  description: 'With percentile ranges: the share of all values that stay inside, in percent.',
};

/** Values kept per tensor where a method looks at more than its range. */
export const RANGE_SAMPLES = 2 ** 15;

/** What `auto` tries after `minmax`. */
export const TRIED_METHODS: readonly CalibrationMethod[] = ['mse', 'percentile'];

export function isCalibrationMethod(value: unknown): value is CalibrationMethod {
  return METHODS.some(method => method === value);
}

/** Whether a method needs values and not only the smallest and the largest. */
export function looksAtValues(method: CalibrationMethod): boolean {
  return method !== 'minmax' && method !== 'moving-average';
}

export function percentileOf(parameters: PassParameters): number {
  return Number(parameters[PERCENTILE.name] ?? PERCENTILE.default);
}

export function rangeChoice(method: CalibrationMethod, percentile: number): RangeChoice {
  switch (method) {
    case 'minmax':
      return ({ min, max }) => ({ min, max });
    case 'moving-average':
      return ({ min, max, average }) => average ?? { min, max };
    case 'percentile':
      return observed => percentileRange(observed, percentile);
    case 'entropy':
      return entropyRange;
    case 'mse':
      return leastSquaresRange;
    default:
      return assertNever(method);
  }
}
