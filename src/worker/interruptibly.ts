import type { JobContext } from './jobContext';

/** Calls what computes for long without a pause, as the context wants it. Throws `cancelled` where it ends it. */
export function interruptibly<T>({ interruptibly: call }: Pick<JobContext, 'interruptibly'>, work: () => T): T {
  return call === undefined ? work() : call(work);
}
