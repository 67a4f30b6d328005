import type { RunConditions } from '../shared/report/jobRequest';
import { Deadline } from './deadline';
import type { JobContext } from './jobContext';

/** The context of a job of several parts, which share one deadline: that of the job that it is a part of itself, else one that counts from now. */
export function withDeadline(context: JobContext, { deadlineMs }: RunConditions): JobContext {
  return deadlineMs === undefined || context.deadline !== undefined ? context : { ...context, deadline: new Deadline(deadlineMs) };
}
