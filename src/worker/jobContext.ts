import type { JobProgress } from '../shared/report/job';
import type { Profile } from '../shared/report/latency';
import type { Deadline } from './deadline';

/** What a procedure needs of whoever runs it: the worker process, or the command line. */
export interface JobContext {
  /** Aborting kills what the procedure started and makes it throw `LayerwiseError` with reason `cancelled`. */
  readonly signal: AbortSignal;
  /** Of the whole job that the procedure is a part of; its conditions say how long it may take when absent. */
  readonly deadline?: Deadline;
  /** A full snapshot each time. */
  progress(progress: JobProgress): void;
  /** Kernels known so far, while a profile is being taken. */
  partial?(profile: Profile): void;
  /** Whether the procedure waits for others' measurements to end, which does not count against its deadline. */
  readonly waiting?: (isWaiting: boolean) => void;
  /** Calls what computes for long without a pause and writes no file, so that whoever runs the procedure can end it there; called directly when absent. */
  readonly interruptibly?: <T>(work: () => T) => T;
  log(level: 'info' | 'warn' | 'error', text: string): void;
}
