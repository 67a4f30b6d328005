import type { PassParameter } from '../../shared/report/passDescription';
import type { PassParameters } from '../../shared/report/suggestion';
import type { RangeChoice } from './staticParameters';

/** How value ranges are chosen. */
export const CALIBRATION: PassParameter = {
  name: 'calibration',
  title: 'Ranges',
  type: 'choice',
  choices: ['minmax'],
  default: 'minmax',
  description: 'minmax keeps every value that the calibration data produce.',
};

/** Values to keep per tensor for a method, and how it chooses from them. */
export interface CalibrationMethod {
  readonly samples: number;
  readonly choose: RangeChoice;
}

const MIN_MAX: CalibrationMethod = { samples: 0, choose: ({ min, max }) => ({ min, max }) };

export function rangeChoice(_parameters: PassParameters): CalibrationMethod {
  return MIN_MAX;
}
