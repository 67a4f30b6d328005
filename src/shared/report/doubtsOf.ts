import type { LatencyStatistics } from './latency';

/** Reasons to doubt a time, a sentence each; its other notes say how it came about. Older versions stored both together, and only for times that are not reliable. */
export function doubtsOf({ reliable, notes, doubts }: Pick<LatencyStatistics, 'reliable' | 'notes' | 'doubts'>): readonly string[] {
  return doubts ?? (reliable ? [] : notes);
}
