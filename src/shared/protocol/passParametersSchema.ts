import * as v from 'valibot';
import type { PassParameters } from '../report/suggestion';

/** Parameters of a pass as they are stored; which of them the pass has, and what they may be, it says itself. */
export const passParametersSchema: v.GenericSchema<unknown, PassParameters> = v.record(
  v.string(),
  v.union([v.string(), v.number(), v.boolean()]),
);
