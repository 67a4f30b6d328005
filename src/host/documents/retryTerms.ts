import { STEP_DEADLINE_MS } from '../../shared/report/stepDeadline';
import type { RunConditions } from '../../shared/report/jobRequest';

/** How a job that is tried again differs from the first try. */
export interface RetryTerms {
  /** How many times the usual time it is given. */
  readonly patience: number;
  /** At most this many samples of the data; `undefined`: all. */
  readonly samples: number | undefined;
}

export const FIRST_TRY: RetryTerms = { patience: 1, samples: undefined };

/** Fewest that can be split into some to fit on and some to verify with. */
const FEWEST_SAMPLES = 2;

/** With half of the samples of the try before, of `all` at first; `undefined` where that would be no fewer. */
export function halfTheSamples(terms: RetryTerms, all: number): RetryTerms | undefined {
  const before = Math.min(all, terms.samples ?? all);
  const samples = Math.max(FEWEST_SAMPLES, Math.floor(before / 2));
  return samples < before ? { ...terms, samples } : undefined;
}

/** More time is for the whole job where the settings limit that, else for each step, as the limit is. */
export function underTerms(conditions: RunConditions, { patience, samples }: RetryTerms): RunConditions {
  const fewer = samples === undefined ? conditions : { ...conditions, samples };
  if (patience === 1) return fewer;
  const { deadlineMs } = conditions;
  const more = deadlineMs === undefined ? { stepDeadlineMs: STEP_DEADLINE_MS * patience } : { deadlineMs: deadlineMs * patience };
  return { ...fewer, ...more };
}
