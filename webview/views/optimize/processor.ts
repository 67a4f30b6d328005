import type { PassDescription } from '../../../src/shared/report/passDescription';
import type { PassParameters } from '../../../src/shared/report/suggestion';

/** Where a result is to run, as far as passes tell processors apart: by what becomes of the sum of two 8-bit products. */
export const PROCESSORS = ['this', 'saturating', 'exact'] as const;
export type Processor = (typeof PROCESSORS)[number];

/** Parameter of passes that write 8-bit weights: how far into the 8 bits these go. */
const RANGE = 'range';
/** `this`: the pass finds out what this processor does. */
const RANGES: Readonly<Record<Processor, string | undefined>> = { this: undefined, saturating: 'pairs', exact: 'full' };

export function dependsOnProcessor({ parameters }: PassDescription): boolean {
  return parameters.some(({ name }) => name === RANGE);
}

/** What a pass is told about the processor; nothing where it makes no difference. */
export function rangeOn(processor: Processor, pass: PassDescription): PassParameters {
  const range = RANGES[processor];
  return range === undefined || !dependsOnProcessor(pass) ? {} : { [RANGE]: range };
}
